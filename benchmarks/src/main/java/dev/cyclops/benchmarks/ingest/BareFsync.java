/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the disk takes for no more than a few pages at the end of a file and an fdatasync, one every
 * few milliseconds, each timed from its beginning. Not thread-safe.
 */
final class BareFsync {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int MIN_BYTES = 4 << 10;

  private final Path file;
  private final List<Long> nanos = new ArrayList<>();

  BareFsync(Path file) {
    this.file = file;
  }

  /** Goes on at the end of the file. */
  void run(Duration duration) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      long due = System.nanoTime();
      long end = due + duration.toNanos();
      for (int i = 0; due - end < 0; i++) {
        // Four to eight kilobytes.
        ByteBuffer bytes = ByteBuffer.allocate(MIN_BYTES + i % 5 * 1024);
        long start = System.nanoTime();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(false);
        long now = System.nanoTime();
        nanos.add(now - start);
        due = Math.max(due + EVERY_NANOS, now);
        LockSupport.parkNanos(due - now);
      }
    }
  }

  int count() {
    return nanos.size();
  }

  /** The time that a share of all so far do not exceed. */
  double millis(double share) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e6;
  }
}
