/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket in one word: the moment at which it will be full again. Never lets more than
 * {@code burst + sustained * t} events pass in any time {@code t}. Thread-safe without locks; an
 * event that does not pass only reads.
 */
final class TokenBucket {
  /** Sums with a moment must not overflow; nobody waits for seventy years. */
  private static final long MAX_NANOS = Long.MAX_VALUE / 4;

  /**
   * What fills it.
   *
   * @param period nanoseconds from one token to the next, at least 1
   * @param capacity nanoseconds that all its tokens take, at least a period
   * @param limit how it is told to readers
   */
  record Rate(long period, long capacity, ProjectLimit.Fixed limit) {
    static Rate of(ProjectLimit.Fixed limit) {
      // Rounded up, so that never more pass than allowed.
      long period = (long) Math.ceil(1e9 / limit.sustained());
      double capacity = (double) period * limit.burst();
      return new Rate(period, capacity < MAX_NANOS ? period * limit.burst() : MAX_NANOS, limit);
    }
  }

  private final AtomicLong fullAt;
  private volatile @Nullable Rate rate;

  /**
   * A full bucket.
   *
   * @param rate null to let everything pass
   * @param now as {@link System#nanoTime()}
   */
  TokenBucket(@Nullable Rate rate, long now) {
    this.rate = rate;
    fullAt = new AtomicLong(now);
  }

  /** From now on; what was taken before stays taken. */
  void rate(@Nullable Rate rate) {
    this.rate = rate;
  }

  @Nullable Rate rate() {
    return rate;
  }

  /**
   * Takes a token.
   *
   * @return 0 when there was one, else in how many nanoseconds there will be
   */
  long take(long now) {
    Rate rate = this.rate;
    if (rate == null) {
      return 0;
    }
    while (true) {
      long full = fullAt.get();
      long missing = Math.max(0, full - now) + rate.period;
      if (missing > rate.capacity) {
        return missing - rate.capacity;
      }
      if (fullAt.weakCompareAndSetVolatile(full, now + missing)) {
        return 0;
      }
    }
  }

  boolean isFull(long now) {
    return fullAt.get() - now <= 0;
  }
}
