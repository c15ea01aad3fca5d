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
  private static final long SECONDS = 60;

  private Await() {}

  /** Asks until the answer is yes, a minute at most; who hangs up has not answered. */
  static void until(String what, BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!holds(condition)) {
      if (System.nanoTime() > deadlineNanos || Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
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
