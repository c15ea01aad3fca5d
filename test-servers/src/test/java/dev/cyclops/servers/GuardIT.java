/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A test that is killed leaves no server behind. */
class GuardIT {
  @Test
  void servers_endWithTheJvm() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process jvm =
        new ProcessBuilder(
                java.toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                ForgottenServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<ProcessHandle> left;
    List<Path> folders;
    try (BufferedReader out = jvm.inputReader()) {
      folders = List.of(Path.of(out.readLine()), Path.of(out.readLine()));
      left = jvm.descendants().toList();
    } finally {
      jvm.destroyForcibly();
    }
    // The postmaster, its workers, Redis and a guard for each.
    assertThat(left).hasSizeGreaterThan(5);
    for (ProcessHandle process : left) {
      process.onExit().get(60, TimeUnit.SECONDS);
    }
    for (Path folder : folders) {
      assertThat(folder).doesNotExist();
    }
  }
}
