/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lives of one server: each on the same port, in the same folder. Both are gone after {@link
 * #close()}, and also when the JVM ends without it. Not thread-safe.
 */
final class ServerLife implements AutoCloseable {
  private final Path folder = Folders.temporary();
  private final Supplier<List<String>> command;
  private final BooleanSupplier ready;
  private int port;
  private @Nullable ServerProcess process;

  /**
   * A server that does not run yet.
   *
   * @param command the program and its options, which the process shows as long as it runs, {@link
   *     #folder()} among them
   * @param ready whether it does its work
   */
  ServerLife(Supplier<List<String>> command, BooleanSupplier ready) {
    this.command = command;
    this.ready = ready;
  }

  Path folder() {
    return folder;
  }

  /** An empty folder in {@link #folder()} at first, which belongs to this user. */
  Path temporary() {
    try {
      return Files.createDirectories(folder.resolve("temporary"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path log() {
    return folder.resolve("log");
  }

  int port() {
    return port;
  }

  /** Begins the first life. */
  void startOnFreePort(IntSupplier freePort) {
    for (int attempt = 1; process == null; attempt++) {
      port = freePort.getAsInt();
      try {
        start();
      } catch (IllegalStateException e) {
        // Another process may have been faster.
        if (attempt == 3) {
          throw e;
        }
      }
    }
  }

  void start() {
    if (process != null) {
      throw new IllegalStateException("it runs");
    }
    ServerProcess started = ServerProcess.start(command.get(), log(), folder);
    try {
      started.await(ready);
      process = started;
    } finally {
      if (process == null) {
        started.kill();
      }
    }
  }

  boolean runs() {
    return process != null;
  }

  void freeze() {
    running().freeze();
  }

  void thaw() {
    running().thaw();
  }

  void kill() {
    running().kill();
    process = null;
  }

  private ServerProcess running() {
    if (process == null) {
      throw new IllegalStateException("it does not run");
    }
    return process;
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
    try {
      if (Files.exists(folder)) {
        Folders.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
