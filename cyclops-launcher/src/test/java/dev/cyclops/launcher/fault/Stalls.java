/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the machine has stood still: a thread that only wants to wake up a hundred times a
 * second looks at the clock whenever it may. What is promised in seconds is asked of the time that
 * the machine gave. Thread-safe.
 */
final class Stalls implements AutoCloseable {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** What a busy machine takes for others now and then is no stall. */
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private record Stall(long fromNanos, long toNanos) {}

  private final List<Stall> stalls = new ArrayList<>();
  private long lastNanos;
  private volatile boolean closed;

  /** As of a thread of one's own. */
  Stalls(long nanos) {
    lastNanos = nanos;
  }

  /** Watches until it is closed. */
  static Stalls watch() {
    Stalls stalls = new Stalls(System.nanoTime());
    Thread thread = new Thread(stalls::run, "stalls");
    thread.setDaemon(true);
    thread.start();
    return stalls;
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(this, EVERY_NANOS);
      awake(System.nanoTime());
    }
  }

  /** It is awake at this time. */
  synchronized void awake(long nanos) {
    if (nanos - lastNanos > STALL_NANOS) {
      stalls.add(new Stall(lastNanos, nanos));
    }
    lastNanos = nanos;
  }

  /** How many nanoseconds of those between two times the machine stood still. */
  synchronized long between(long fromNanos, long toNanos) {
    long sum = 0;
    for (Stall stall : stalls) {
      long from = Math.max(fromNanos, stall.fromNanos);
      long to = Math.min(toNanos, stall.toNanos);
      sum += Math.max(0, to - from);
    }
    return sum;
  }

  /** How much of the time between two times the machine gave, in nanoseconds. */
  long given(long fromNanos, long toNanos) {
    return toNanos - fromNanos - between(fromNanos, toNanos);
  }

  @Override
  public void close() {
    closed = true;
  }
}
