/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How much is asked and not answered yet, and how much there was so far. Thread-safe. */
final class Load {
  private static final int SMOOTHED_OVER = 16;

  private final AtomicInteger commands = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final LongAdder asked = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private volatile long lastBatchNanos;

  /** Lanes may overwrite each other's: it is an estimate. */
  private volatile long smoothedBatchNanos;

  boolean isFull() {
    return commands.get() >= Pace.MOST_COMMANDS || bytes.get() >= Pace.MOST_BYTES;
  }

  void asked() {
    asked.increment();
  }

  void begin(Command command) {
    commands.incrementAndGet();
    bytes.addAndGet(command.bytes);
  }

  void end(Command command) {
    commands.decrementAndGet();
    bytes.addAndGet(-command.bytes);
  }

  void batch(long nanos) {
    batches.increment();
    lastBatchNanos = nanos;
    long before = smoothedBatchNanos;
    smoothedBatchNanos = before == 0 ? nanos : before + (nanos - before) / SMOOTHED_OVER;
  }

  void failed() {
    failed.increment();
  }

  RedisStats stats(int shardsUp, int shardsDown) {
    return new RedisStats(
        shardsUp,
        shardsDown,
        commands.get(),
        asked.sum(),
        failed.sum(),
        batches.sum(),
        lastBatchNanos,
        smoothedBatchNanos);
  }
}
