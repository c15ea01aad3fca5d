/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of Java whose calls on files can be made to fail. */
final class FaultyProcess {
  private static final Path SOURCE = Path.of("src", "test", "native", "faults.c");
  private static final long MAX_SECONDS = 900;

  private FaultyProcess() {}

  /** Runs a class until it ends by itself, with the status 0; what it wrote is in the failure. */
  static void run(Path folder, Path control, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    Process process = start(folder, control, main, arguments, List.of());
    try {
      assertThat(process.waitFor(MAX_SECONDS, TimeUnit.SECONDS))
          .as(() -> main.getSimpleName() + " ends: " + said(folder))
          .isTrue();
      assertThat(process.exitValue()).as(() -> said(folder)).isZero();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  static Process start(
      Path folder, Path control, Class<?> main, List<String> arguments, List<String> before)
      throws IOException, InterruptedException {
    // Before the library looks for it.
    FaultControl.of(control);
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LD_PRELOAD", library().toString());
    builder.environment().put(FaultControl.VARIABLE, control.toString());
    File output = folder.resolve("output.txt").toFile();
    return builder.redirectErrorStream(true).redirectOutput(output).start();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static String said(Path folder) {
    try {
      return Files.readString(folder.resolve("output.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Compiled anew each time, since that is quick. */
  private static Path library() throws IOException, InterruptedException {
    Path library = Files.createDirectories(Path.of("target", "native")).resolve("libfaults.so");
    Path built = Files.createTempFile(library.toAbsolutePath().getParent(), "faults", ".so");
    List<String> compiler =
        List.of("cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC");
    List<String> command = new ArrayList<>(compiler);
    command.addAll(List.of("-o", built.toString(), SOURCE.toString(), "-ldl"));
    Process cc;
    try {
      cc = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException("a C compiler, cc, is needed (Debian: gcc, libc6-dev)", e);
    }
    String said = new String(cc.getInputStream().readAllBytes());
    assertThat(cc.waitFor()).as(said).isZero();
    return Files.move(
        built,
        library.toAbsolutePath(),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
