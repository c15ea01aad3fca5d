/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes a few bytes to the disk again and again, so that it is known for how long the machine has
 * stood still: what Cyclops had to do then took as long. Closed by the thread that made it.
 */
final class Pulse implements AutoCloseable {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final FileChannel file;
  private final Thread thread = new Thread(this::run, "crash-pulse");
  private volatile long longestNanos;
  private volatile boolean closed;

  /**
   * Begins.
   *
   * @param path a file of its own, on the disk in question
   */
  Pulse(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    long last = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(last + EVERY_NANOS - System.nanoTime());
      try {
        file.write(ByteBuffer.allocate(Long.BYTES).putLong(0, last), 0);
        file.force(false);
      } catch (IOException e) {
        // A disk that fails does not answer late.
        return;
      }
      long now = System.nanoTime();
      longestNanos = Math.max(longestNanos, now - last - EVERY_NANOS);
      last = now;
    }
  }

  /** The longest time by which a write came late. */
  Duration longestPause() {
    return Duration.ofNanos(longestNanos);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    closed = true;
    thread.join();
    file.close();
  }
}
