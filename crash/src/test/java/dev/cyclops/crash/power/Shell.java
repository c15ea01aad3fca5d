/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Runs the system's programs that make, mount and shut down file systems. */
final class Shell {
  private static final long PATIENCE_SECONDS = 60;

  private Shell() {}

  /**
   * Waits for its end.
   *
   * @return what it printed, without white space around it
   * @throws IOException with what it said, where it is not there, fails or does not end
   */
  static String run(String... command) throws IOException {
    return feed("", command);
  }

  /** The same, with something to read. */
  static String feed(String input, String... command) throws IOException {
    Path in = Files.createTempFile("shell", ".in");
    Path out = Files.createTempFile("shell", ".out");
    try {
      Files.writeString(in, input);
      Process process =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      String name = String.join(" ", Arrays.asList(command));
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(name + " did not end within " + PATIENCE_SECONDS + " s");
      }
      String said = Files.readString(out, UTF_8).strip();
      if (process.exitValue() != 0) {
        throw new IOException(name + " failed (" + process.exitValue() + "): " + said);
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(in);
      Files.delete(out);
    }
  }
}
