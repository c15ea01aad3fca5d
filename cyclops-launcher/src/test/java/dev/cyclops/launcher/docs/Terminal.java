/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import dev.cyclops.launcher.LauncherProcess;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A reader's terminal: one bash, which remembers folders and variables from one command to the
 * next, and what was started in it. A command that fails ends it, unless its failing is expected.
 */
final class Terminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final long STOP_SECONDS = 120;

  /** What a command printed on both of its streams, and how it ended. */
  record Ran(String output, int exitCode) {}

  private final Path journal;
  private final Process bash;
  private final Writer input;
  private int commands;

  /**
   * Opens it.
   *
   * @param folder where it begins
   * @param journal where outputs are kept, out of the way of what a page does
   * @param environment variables beside those of the tests
   */
  Terminal(Path folder, Path journal, Map<String, String> environment) throws IOException {
    this.journal = journal;
    List<String> command = new ArrayList<>(LauncherProcess.HEARING_HANG_UP);
    command.addAll(List.of("bash", "--norc", "--noprofile", "-s"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(journal.resolve("bash").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CYCLOPS_"));
    builder.environment().merge("PATH", bin(), (old, added) -> added + File.pathSeparator + old);
    builder.environment().putAll(environment);
    bash = builder.start();
    input = bash.outputWriter(StandardCharsets.UTF_8);
  }

  private static String bin() {
    return Path.of(System.getProperty("java.home"), "bin").toString();
  }

  /**
   * Runs commands to their end; each must succeed but the last one, whose exit code is answered.
   */
  Ran run(String text) throws IOException {
    Path script = script(text);
    Path output = beside(script, "out");
    Path done = beside(script, "done");
    // In this very shell, so that a cd stays; the script decides by itself whether a failure ends
    // it.
    send(
        "trap 'echo $? > %1$s.part; mv %1$s.part %1$s' EXIT; set -e; . %2$s > %3$s 2>&1 < /dev/null"
            .formatted(done, script, output));
    send("set +e; trap - EXIT; echo 0 > %1$s.part; mv %1$s.part %1$s".formatted(done));
    Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(done));
    return new Ran(Files.readString(output), Integer.parseInt(Files.readString(done).strip()));
  }

  /** As {@link #run}, for one command that may fail. */
  Ran runThatMayFail(String text) throws IOException {
    Path code = journal.resolve("code-" + commands);
    Ran ran =
        run("if {\n%s\n}; then echo 0 > %s; else echo $? > %s; fi".formatted(text, code, code));
    return ran.exitCode() != 0
        ? ran
        : new Ran(ran.output(), Integer.parseInt(Files.readString(code).strip()));
  }

  /** Starts one command that goes on by itself; {@code $PID} is its process from then on. */
  Started start(String command) throws IOException {
    Path script = script("exec env " + command);
    Path output = beside(script, "out");
    Path pid = beside(script, "pid");
    run(
        // With an input like that of a terminal on which nobody types.
        "bash %s > %s 2>&1 < <(exec sleep infinity) & PID=$!; export PID; echo $PID > %s"
            .formatted(script, output, pid));
    long id = Long.parseLong(Files.readString(pid).strip());
    return new Started(ProcessHandle.of(id).orElseThrow(), output);
  }

  /** A program that runs beside. */
  record Started(ProcessHandle process, Path file) {
    String output() throws IOException {
      return Files.exists(file) ? Files.readString(file) : "";
    }

    /** SIGTERM, as of Ctrl-C. */
    void stop() {
      process.destroy();
      process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
    }
  }

  private Path script(String text) throws IOException {
    commands++;
    return Files.writeString(journal.resolve("command-" + commands), text + "\n");
  }

  private static Path beside(Path script, String end) {
    return script.resolveSibling(script.getFileName() + "." + end);
  }

  private void send(String line) throws IOException {
    try {
      input.write(line + "\n");
      input.flush();
    } catch (IOException e) {
      throw new IOException("the shell has ended: " + Files.readString(journal.resolve("bash")), e);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> left = new ArrayList<>(bash.descendants().toList());
    left.forEach(ProcessHandle::destroy);
    bash.destroy();
    for (ProcessHandle process : left) {
      try {
        process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
      } catch (java.util.concurrent.CompletionException e) {
        process.destroyForcibly();
      }
    }
    bash.destroyForcibly();
  }
}
