/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait after a failure: anything up to a bound that doubles from 250 ms to a minute, so
 * that what failed together does not come back together. Pure arithmetic.
 */
final class Backoff {
  static final long FIRST_MILLIS = 250;
  static final long LONGEST_MILLIS = 60_000;
  private static final int DOUBLINGS = 8;

  /** Never more than one probe a second, and never in step with other farms. */
  private static final long PROBE_MILLIS = 1000;

  private static final long PROBE_JITTER_MILLIS = 500;

  private final DoubleSupplier random;

  Backoff(DoubleSupplier random) {
    this.random = random;
  }

  /** The wait of an event that has failed by itself so many times before. */
  long afterAttempts(int attempts) {
    return upTo(Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempts, DOUBLINGS)));
  }

  /**
   * The wait of an event when Sentry has been failing for a while. As long as that while, which is
   * what doubling from the first failure on comes to; to count failures instead would go from the
   * shortest to the longest wait within one response time of a hundred sends in flight.
   */
  long whileFailing(long failingMillis) {
    return upTo(Math.max(FIRST_MILLIS, Math.min(LONGEST_MILLIS, failingMillis)));
  }

  long upTo(long millis) {
    return (long) (random.getAsDouble() * millis);
  }

  long probeMillis() {
    return PROBE_MILLIS + upTo(PROBE_JITTER_MILLIS);
  }

  /**
   * What a {@code Retry-After} asks for, at most a minute: a longer one might be a mistake of a
   * proxy's, and one more request a minute does no harm.
   *
   * @return 0 for none and for a date, which neither Sentry nor the usual proxies send
   */
  static long askedMillis(@Nullable String retryAfter) {
    if (retryAfter == null || retryAfter.isEmpty()) {
      return 0;
    }
    for (int i = 0; i < retryAfter.length(); i++) {
      if (retryAfter.charAt(i) < '0' || retryAfter.charAt(i) > '9') {
        return 0;
      }
    }
    boolean endless = retryAfter.length() > 9;
    return endless ? LONGEST_MILLIS : Math.min(LONGEST_MILLIS, Long.parseLong(retryAfter) * 1000);
  }
}
