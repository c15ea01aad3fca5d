/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A server's process and those that it has started, and one that watches over them. */
final class ServerProcess {
  private static final long START_SECONDS = 180;

  /**
   * Waits for the end of the JVM, which closes its input, and then kills the server if it is still
   * the one that was started, with its children, and removes the folder. A shutdown hook would do
   * that only where the JVM ends in order.
   */
  private static final String GUARD =
      """
      trap '' INT TERM HUP
      read -r forever
      if tr '\\0' '\\n' <"/proc/$1/cmdline" | grep -qF "$2"; then
        kill -STOP "$1"
        kill -KILL $(cat "/proc/$1/task/$1/children") "$1"
      fi
      rm -rf "$2"
      """;

  private final Process server;
  private final Process guard;
  private final Path log;

  private ServerProcess(Process server, Process guard, Path log) {
    this.server = server;
    this.guard = guard;
    this.log = log;
  }

  /** Starts one whose command line names the folder, which is removed when the JVM ends. */
  static ServerProcess start(List<String> command, Path log, Path folder) {
    try {
      Process server = run(command, log);
      String pid = Long.toString(server.pid());
      Process guard =
          new ProcessBuilder("sh", "-c", GUARD, "guard", pid, folder.toString())
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      return new ServerProcess(server, guard, log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.get(0), e);
    }
  }

  /**
   * Starts a program that asks nothing and writes to a log, in a folder that every user may see.
   */
  static Process run(List<String> command, Path log) throws IOException {
    return new ProcessBuilder(command)
        .directory(new File("/"))
        .redirectInput(Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Waits for the end of a program that has to succeed. */
  static void awaitSuccess(Process process, Path log) {
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("exit " + process.exitValue() + ": " + tail(log));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Asks until the answer is yes, as long as the server lives and some minutes at most. */
  void await(BooleanSupplier ready) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    try {
      while (!ready.getAsBoolean()) {
        if (server.waitFor(10, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("the server has ended: " + tail(log));
        }
        if (System.nanoTime() > deadlineNanos) {
          throw new IllegalStateException("the server takes no connections: " + tail(log));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  void freeze() {
    stopAll();
  }

  /** The server first, which then starts no more; those that it has started next. */
  private Set<ProcessHandle> stopAll() {
    signal("STOP", List.of(server.toHandle()));
    Set<ProcessHandle> stopped = new LinkedHashSet<>(List.of(server.toHandle()));
    List<ProcessHandle> more = descendants(stopped);
    while (!more.isEmpty()) {
      signal("STOP", more);
      stopped.addAll(more);
      more = descendants(stopped);
    }
    return stopped;
  }

  private List<ProcessHandle> descendants(Set<ProcessHandle> known) {
    try (Stream<ProcessHandle> all = server.descendants()) {
      return all.filter(process -> !known.contains(process)).toList();
    }
  }

  void thaw() {
    List<ProcessHandle> all = new ArrayList<>(descendants(Set.of()));
    all.add(server.toHandle());
    signal("CONT", all);
  }

  void kill() {
    Set<ProcessHandle> all = stopAll();
    signal("KILL", all);
    all.forEach(process -> process.onExit().join());
    guard.destroyForcibly().onExit().join();
  }

  /** The shell's own kill: the program of that name is not everywhere. */
  private static void signal(String name, Iterable<ProcessHandle> processes) {
    StringBuilder script = new StringBuilder();
    for (ProcessHandle process : processes) {
      script.append("kill -").append(name).append(' ').append(process.pid()).append('\n');
    }
    try {
      // One that has just ended by itself is no failure.
      new ProcessBuilder("sh", "-c", script.toString())
          .redirectError(Redirect.DISCARD)
          .start()
          .onExit()
          .join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
