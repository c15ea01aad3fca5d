/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.send.SendResult;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait after a send that was no success: pauses that double from 250 ms, of which a
 * random part is left out so that many senders do not come back at once. Pure arithmetic.
 */
final class RetryPolicy {
  static final long FIRST_PAUSE_MILLIS = 250;
  static final long LONGEST_RETRY_MILLIS = 60_000;

  /** Shorter than for a single event: all wait for the one probe that finds Sentry back. */
  static final long LONGEST_OUTAGE_MILLIS = 5_000;

  private final DoubleSupplier random;

  RetryPolicy(DoubleSupplier random) {
    this.random = random;
  }

  /** Whether Sentry as a whole is in trouble, rather than this event refused. */
  static boolean isOutage(SendResult result) {
    return switch (result.status()) {
      case 0, 408, 425, 429, 502, 503, 504 -> true;
      default -> result.status() < 400;
    };
  }

  /** Full jitter: anything up to the doubled pause. */
  long retryMillis(int attempts) {
    return (long) (random.getAsDouble() * doubled(attempts, LONGEST_RETRY_MILLIS));
  }

  /**
   * The pause of all sends after an outage: what Sentry asks for, or half to all of the doubled
   * pause.
   */
  long outageMillis(int outagesBefore, @Nullable String retryAfter) {
    long asked = seconds(retryAfter) * 1000;
    long doubled = doubled(outagesBefore, LONGEST_OUTAGE_MILLIS);
    long own = (long) ((0.5 + random.getAsDouble() / 2) * doubled);
    return Math.max(own, Math.min(asked, LONGEST_RETRY_MILLIS));
  }

  private static long doubled(int times, long longest) {
    return times > 20 ? longest : Math.min(longest, FIRST_PAUSE_MILLIS << times);
  }

  /** Seconds of a {@code Retry-After}; 0 for none and for a date, which Sentry does not send. */
  private static long seconds(@Nullable String retryAfter) {
    if (retryAfter == null || retryAfter.isEmpty() || retryAfter.length() > 9) {
      return 0;
    }
    for (int i = 0; i < retryAfter.length(); i++) {
      if (retryAfter.charAt(i) < '0' || retryAfter.charAt(i) > '9') {
        return 0;
      }
    }
    return Long.parseLong(retryAfter);
  }
}
