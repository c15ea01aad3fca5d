/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.limit;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket in one word: the moment at which it will be full again. Never lets more than
 * {@code burst + sustained * t} events pass in any time {@code t}. Thread-safe without locks; an
 * event that does not pass only reads. Public for the limiter, in a package that is not exported.
 */
public final class TokenBucket {
  private final AtomicLong fullAt;
  private volatile @Nullable Rate rate;

  /**
   * A full bucket.
   *
   * @param rate null to let everything pass
   * @param now as {@link System#nanoTime()}
   */
  public TokenBucket(@Nullable Rate rate, long now) {
    this.rate = rate;
    fullAt = new AtomicLong(now);
  }

  /**
   * Sets what fills it from now on; what was taken before stays taken.
   *
   * @param rate null to let everything pass
   */
  public void rate(@Nullable Rate rate) {
    this.rate = rate;
  }

  /**
   * What fills it.
   *
   * @return null when everything passes
   */
  public @Nullable Rate rate() {
    return rate;
  }

  /**
   * Takes a token.
   *
   * @param now as {@link System#nanoTime()}
   * @return 0 when there was one, else in how many nanoseconds there will be
   */
  public long take(long now) {
    Rate rate = this.rate;
    if (rate == null) {
      return 0;
    }
    while (true) {
      long full = fullAt.get();
      long missing = Math.max(0, full - now) + rate.period();
      if (missing > rate.capacity()) {
        return missing - rate.capacity();
      }
      if (fullAt.weakCompareAndSetVolatile(full, now + missing)) {
        return 0;
      }
    }
  }

  /**
   * Whether nothing is missing in it.
   *
   * @param now as {@link System#nanoTime()}
   * @return true when all its tokens are there
   */
  public boolean isFull(long now) {
    return fullAt.get() - now <= 0;
  }
}
