/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that are run as from a shell: another Maven, and GnuPG. */
final class Run {
  private static final Path LOGS = Path.of("target/logs").toAbsolutePath();
  private static final Path LOCAL = Path.of(System.getProperty("maven.local"));
  private static final long MINUTES = 20;

  /**
   * What came of it.
   *
   * @param exit its exit code
   * @param log all it has said
   */
  record Result(int exit, String log) {
    Result succeeded() {
      assertThat(exit).as(tail()).isZero();
      return this;
    }

    private String tail() {
      return log.substring(Math.max(0, log.length() - 6000));
    }
  }

  private Run() {}

  /** The local repository of the Maven that runs these tests. */
  static Path localRepository() {
    return LOCAL;
  }

  /**
   * Maven, as it runs these tests.
   *
   * @param log the name of the file that it writes to
   * @param umask for what it makes
   */
  static Result maven(
      String log, Path folder, String umask, Map<String, String> environment, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString());
    command.addAll(List.of("-B", "-ntp"));
    command.addAll(options);
    return command(log, folder, umask, environment, command);
  }

  static Result command(
      String log, Path folder, String umask, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Files.createDirectories(LOGS);
    Path output = LOGS.resolve(log + ".log");
    List<String> shell =
        new ArrayList<>(List.of("sh", "-c", "umask " + umask + " && exec \"$@\"", "sh"));
    shell.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(shell)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // What the Maven around this one was told is not for these.
    builder.environment().keySet().removeAll(List.of("MAVEN_OPTS", "MAVEN_ARGS"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("%s has ended", command).isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Result(process.exitValue(), Files.readString(output));
  }
}
