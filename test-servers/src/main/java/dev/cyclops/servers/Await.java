/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what several servers settle among themselves. */
final class Await {
  private static final long SECONDS = 180;

  private Await() {}

  /** Asks until the answer is yes, some minutes at most; who hangs up has not answered. */
  static void until(String what, BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!holds(condition)) {
      if (System.nanoTime() > deadlineNanos || Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /**
   * As {@link #until(String, BooleanSupplier)}, for what has to be asked for, and may have been
   * given up: asks first, and again each time that it has not come about after so many seconds.
   */
  static void until(String what, Runnable ask, long againSeconds, BooleanSupplier condition) {
    long againNanos = TimeUnit.SECONDS.toNanos(againSeconds);
    long[] askedNanos = {System.nanoTime()};
    ask.run();
    until(
        what,
        () -> {
          if (condition.getAsBoolean()) {
            return true;
          }
          if (System.nanoTime() - askedNanos[0] > againNanos) {
            askedNanos[0] = System.nanoTime();
            ask.run();
          }
          return false;
        });
  }

  /** A Redis whose role changes ends all connections. */
  private static boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
