/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.queue;

import dev.cyclops.benchmarks.load.Latencies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What somebody writes who wants no loss and nothing else: each event appended to a file, and an
 * fsync. Nothing can be taken out again but by reading it from the beginning.
 */
final class FileQueue implements QueueContender {
  private final Bodies bodies = new Bodies();
  private final FileChannel file;

  FileQueue(Path folder) {
    try {
      file =
          FileChannel.open(
              folder.resolve("events"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One after the other, whatever may be under way. */
  @Override
  public Intake fill(int underWay, long deadlineNanos) {
    Latencies latencies = new Latencies();
    long stored = 0;
    try {
      while (System.nanoTime() - deadlineNanos < 0) {
        long start = System.nanoTime();
        byte[] body = bodies.body(stored);
        ByteBuffer record = ByteBuffer.allocate(Integer.BYTES + body.length);
        record.putInt(body.length).put(body).flip();
        while (record.hasRemaining()) {
          file.write(record);
        }
        file.force(false);
        latencies.add(System.nanoTime() - start);
        stored++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Intake(stored, latencies);
  }

  @Override
  public long drain(long deadlineNanos) {
    return 0;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
