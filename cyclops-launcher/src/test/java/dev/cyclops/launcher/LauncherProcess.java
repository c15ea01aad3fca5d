/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The packaged jar in a process of its own, with its output in files. */
public final class LauncherProcess implements AutoCloseable {
  /** Where it is for the tests of its own module and of those beside it. */
  private static final Path JAR =
      Path.of("..", "cyclops-launcher", "target", "cyclops-launcher.jar")
          .toAbsolutePath()
          .normalize();

  private static final long PATIENCE_SECONDS = 180;

  /** A build that was started by nohup passes on that SIGHUP is ignored; none where env cannot. */
  public static final List<String> HEARING_HANG_UP = hearingHangUp();

  private final Process process;
  private final Path out;
  private final Path err;

  private LauncherProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  public static LauncherProcess start(Path folder, String... args) throws IOException {
    return start(folder, List.of(), args);
  }

  public static LauncherProcess start(Path folder, Map<String, String> environment, String... args)
      throws IOException {
    return start(folder, List.of(), environment, args);
  }

  public static LauncherProcess start(Path folder, List<String> jvmOptions, String... args)
      throws IOException {
    // Its own port would be the same for all of them.
    return start(folder, jvmOptions, Map.of("CYCLOPS_OPERATOR_PORT", "None"), args);
  }

  public static LauncherProcess start(
      Path folder, List<String> jvmOptions, Map<String, String> environment, String... args)
      throws IOException {
    return start(JAR, folder, jvmOptions, environment, args);
  }

  /** Another jar than that of the build. */
  static LauncherProcess start(Path jar, Path folder, String... args) throws IOException {
    return start(jar, folder, List.of(), Map.of("CYCLOPS_OPERATOR_PORT", "None"), args);
  }

  private static LauncherProcess start(
      Path jar,
      Path folder,
      List<String> jvmOptions,
      Map<String, String> environment,
      String... args)
      throws IOException {
    List<String> command = new ArrayList<>(HEARING_HANG_UP);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-Duser.home=" + folder);
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(List.of(args));
    // A start that takes its ten seconds tells of it among the lines that a test compares.
    command.add("--no-progress");
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CYCLOPS_"));
    builder.environment().putAll(environment);
    return new LauncherProcess(builder.start(), out, err);
  }

  private static List<String> hearingHangUp() {
    List<String> env = List.of("env", "--default-signal=HUP");
    try {
      Process tried =
          new ProcessBuilder(env.get(0), env.get(1), "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return tried.waitFor() == 0 ? env : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  public Process process() {
    return process;
  }

  public int exitCode() throws InterruptedException, TimeoutException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new TimeoutException("still running; it said: " + out() + err());
    }
    return process.exitValue();
  }

  public List<String> out() {
    return lines(out);
  }

  public List<String> err() {
    return lines(err);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
