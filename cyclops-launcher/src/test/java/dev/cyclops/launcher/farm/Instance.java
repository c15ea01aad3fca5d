/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import dev.cyclops.launcher.fault.Books;
import dev.cyclops.launcher.fault.Door;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One Cyclops of a farm, in a process of its own that can be killed, frozen and started again. */
final class Instance implements AutoCloseable {
  /** Small, and ready soon: three of them and their clients share a machine. */
  private static final List<String> JVM_OPTIONS =
      List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private final int number;
  private final Path folder;
  private final String sentryUrl;
  private final String settings;
  private final Backend backend;
  private volatile Door door;

  /** Starts it, and lets the balancer know. */
  Instance(int number, Path folder, String sentryUrl, String settings, Backend backend)
      throws IOException {
    this.number = number;
    this.folder = Files.createDirectories(folder);
    this.sentryUrl = sentryUrl;
    this.settings = settings;
    this.backend = backend;
    door = open();
  }

  /** 1 for the first of its farm. */
  int number() {
    return number;
  }

  private Door open() throws IOException {
    Door opened = Door.open(folder, sentryUrl, settings, JVM_OPTIONS);
    backend.moved(opened.port());
    return opened;
  }

  /**
   * {@code kill -9}.
   *
   * @return when it was surely dead
   */
  long kill() {
    door.process().process().destroyForcibly().onExit().join();
    return System.nanoTime();
  }

  /** SIGTERM; returns when it has ended. */
  void stop() {
    Process process = door.process().process();
    process.destroy();
    process.onExit().join();
  }

  /** Starts it anew; it must be dead. */
  void restart() {
    try {
      door = open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGSTOP: it does nothing more, and those who wait for it do not know. */
  void freeze() {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      // The shell's own kill: the program of that name is not everywhere.
      String command = "kill -" + name + " " + door.process().process().pid();
      int exit =
          new ProcessBuilder("sh", "-c", command)
              .redirectError(Redirect.INHERIT)
              .start()
              .onExit()
              .join()
              .exitValue();
      if (exit != 0) {
        throw new IllegalStateException(command + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Books books() {
    return door.books();
  }

  /** The end of what it says of itself. */
  List<String> log() {
    List<String> lines = door.process().err();
    return lines.subList(Math.max(0, lines.size() - 20), lines.size());
  }

  @Override
  public void close() {
    door.close();
  }
}
