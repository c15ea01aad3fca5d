/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Sees to it that nobody waits longer than a command may take, whatever a connection is stuck in:
 * jedis bounds how long it reads, nothing bounds how long it writes.
 */
final class Watchdog implements Runnable {
  /** So late only who was stopped himself is: what was answered meanwhile is to be read first. */
  private static final long STALL_NANOS = 50_000_000L;

  private static final long GRACE_NANOS = 25_000_000L;

  private final LongSupplier giveUpOverdue;
  private final LongSupplier clock;
  private volatile boolean closed;

  /**
   * A watchdog.
   *
   * @param giveUpOverdue answers when to be called again, by the clock
   */
  Watchdog(LongSupplier giveUpOverdue, LongSupplier clock) {
    this.giveUpOverdue = giveUpOverdue;
    this.clock = clock;
  }

  @Override
  public void run() {
    long next = clock.getAsLong();
    while (!closed) {
      long late = rest(next);
      if (late > STALL_NANOS) {
        rest(clock.getAsLong() + GRACE_NANOS);
      }
      next = giveUpOverdue.getAsLong();
    }
  }

  /** By how much it was overslept. */
  private long rest(long until) {
    long left = until - clock.getAsLong();
    while (left > 0 && !closed) {
      LockSupport.parkNanos(this, left);
      left = until - clock.getAsLong();
    }
    return -left;
  }

  void close() {
    closed = true;
  }
}
