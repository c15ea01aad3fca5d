/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of Debian's {@code slowhttptest}, which holds many connections and speaks slowly. */
final class SlowHttpClients implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/slowhttptest");
  private static final String SECONDS = "60";

  /** What it is slow with. */
  enum Mode {
    HEADERS("-H", "-u", "/api/3/store/?sentry_key=public"),
    BODY("-B", "-s", "8192", "-u", "/api/3/store/?sentry_key=public"),
    READING("-X", "-k", "10", "-w", "1", "-y", "64", "-n", "5", "-z", "8", "-u", "/count");

    private final List<String> options;

    Mode(String... options) {
      this.options = List.of(options);
    }
  }

  private final Process process;

  private SlowHttpClients(Process process) {
    this.process = process;
  }

  static SlowHttpClients start(Mode mode, int port, int connections, Path folder)
      throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      throw new AssertionError(
          "slowhttptest is not installed: apt-get install slowhttptest, see CONTRIBUTING.md");
    }
    String count = Integer.toString(connections);
    List<String> command =
        new ArrayList<>(
            List.of(PROGRAM.toString(), "-c", count, "-r", count, "-l", SECONDS, "-i", "2"));
    mode.options.forEach(
        option ->
            command.add(option.startsWith("/") ? "http://127.0.0.1:" + port + option : option));
    return new SlowHttpClients(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile(folder, "slow", ".txt").toFile())
            .start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
