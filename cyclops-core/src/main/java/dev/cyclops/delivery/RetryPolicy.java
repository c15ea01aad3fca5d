/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait after a send that was no success: pauses that double from 250 ms, of which a
 * random part is left out so that many senders do not come back at once. Pure arithmetic.
 */
public final class RetryPolicy {
  static final long FIRST_PAUSE_MILLIS = 250;
  static final long LONGEST_RETRY_MILLIS = 60_000;

  /** Shorter than for a single event: all wait for the one probe that finds Sentry back. */
  static final long LONGEST_OUTAGE_MILLIS = 5_000;

  private final DoubleSupplier random;

  public RetryPolicy(DoubleSupplier random) {
    this.random = random;
  }

  /** Whether Sentry as a whole is in trouble, rather than this event refused. */
  static boolean isOutage(SendResult result) {
    return switch (result.status()) {
      case 0, 408, 425, 502, 503, 504 -> true;
      default -> result.status() < 400;
    };
  }

  /**
   * Whether Sentry got as far as the event. Then it may be the event that breaks the connection,
   * and must not be every probe: it waits a little, and another one goes.
   */
  static boolean mayBeOfItsMaking(SendResult result) {
    return result.failure() == Failure.RESET
        || result.failure() == Failure.TIMEOUT
        || result.status() == 408
        || result.status() == 425;
  }

  /** Full jitter, anything up to the doubled pause; or what Sentry asks for, if that is longer. */
  long retryMillis(int attempts, @Nullable String retryAfter) {
    return Math.max(jittered(attempts, LONGEST_RETRY_MILLIS), askedMillis(retryAfter));
  }

  /** The wait of an event that {@link #mayBeOfItsMaking} put under suspicion. */
  long suspectMillis(int attempts) {
    return jittered(attempts, LONGEST_OUTAGE_MILLIS);
  }

  private long jittered(int attempts, long longest) {
    return (long) (random.getAsDouble() * doubled(attempts, longest));
  }

  /**
   * The pause of all sends after an outage: what Sentry asks for, or half to all of the doubled
   * pause.
   */
  long outageMillis(int outagesBefore, @Nullable String retryAfter) {
    long doubled = doubled(outagesBefore, LONGEST_OUTAGE_MILLIS);
    long own = (long) ((0.5 + random.getAsDouble() / 2) * doubled);
    return Math.max(own, askedMillis(retryAfter));
  }

  private static long doubled(int times, long longest) {
    return times > 20 ? longest : Math.min(longest, FIRST_PAUSE_MILLIS << times);
  }

  /** A {@code Retry-After}, at most a minute; 0 for none and for a date: Sentry sends no dates. */
  private static long askedMillis(@Nullable String retryAfter) {
    if (retryAfter == null || retryAfter.isEmpty()) {
      return 0;
    }
    for (int i = 0; i < retryAfter.length(); i++) {
      if (retryAfter.charAt(i) < '0' || retryAfter.charAt(i) > '9') {
        return 0;
      }
    }
    boolean endless = retryAfter.length() > 9;
    return endless
        ? LONGEST_RETRY_MILLIS
        : Math.min(LONGEST_RETRY_MILLIS, Long.parseLong(retryAfter) * 1000);
  }
}
