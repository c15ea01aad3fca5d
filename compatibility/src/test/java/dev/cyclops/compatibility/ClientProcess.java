/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
final class ClientProcess {
  private static final long PATIENCE_SECONDS = 300;

  private ClientProcess() {}

  /**
   * Runs it without a proxy.
   *
   * @param hint what to install, should there be no such program
   * @return what it wrote, to both of its outputs
   * @throws AssertionError when it fails or does not end
   */
  static String run(Path folder, Map<String, String> environment, String hint, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("client", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(
            name -> name.startsWith("SENTRY_") || name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    builder.environment().putAll(environment);
    Process process = start(builder, hint);
    try {
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String text = Files.readString(output, UTF_8);
      if (!ended || process.exitValue() != 0) {
        String how = ended ? " failed:\n" : " did not end:\n";
        throw new AssertionError(String.join(" ", command) + how + text);
      }
      return text;
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  /** Starts a program that has to be there. */
  static Process start(ProcessBuilder builder, String hint) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError("cannot run " + builder.command().get(0) + ": " + hint, e);
    }
  }
}
