/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.event.Event;
import dev.cyclops.send.RateLimits;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Settlement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What must not be sent although it was leased. Used by the sending loop only. */
final class Gate {
  /** So that what a limit held back does not come at once when it is over. */
  private static final long LIMIT_JITTER_MILLIS = 1000;

  private final RateLimits limits;
  private final Probation probation;
  private final RetryBudget budget;
  private final Backoff backoff;

  Gate(RateLimits limits, Probation probation, RetryBudget budget, Backoff backoff) {
    this.limits = limits;
    this.probation = probation;
    this.budget = budget;
    this.backoff = backoff;
  }

  /**
   * What to do with a delivery instead of sending it.
   *
   * @param probe whether it looks if Sentry is back, which no budget may prevent
   * @return null when it is to be sent
   */
  @Nullable Settlement instead(Delivery delivery, boolean probe, long nowNanos, long nowMillis) {
    Event event = delivery.event();
    long limited = limits.nanosLimited(event.project(), event.publicKey(), event.category());
    if (limited > 0) {
      return Settlement.postponeTo(nowMillis + afterLimitMillis(limited));
    }
    if (isRepetition(delivery) && !probe && !budget.take(nowNanos)) {
      return Settlement.postponeTo(nowMillis + 1 + backoff.upTo(budget.spreadMillis()));
    }
    return probation.instead(delivery, nowMillis);
  }

  /** A delivery that might have been sent was put back. */
  void notSent(Delivery delivery) {
    probation.onOtherEnd(delivery, false);
  }

  /**
   * Known only of those whose failures count as attempts: the others have waited for their turn.
   */
  static boolean isRepetition(Delivery delivery) {
    return delivery.attempts() > 0;
  }

  long afterLimitMillis(long limitedNanos) {
    long whole = TimeUnit.NANOSECONDS.toMillis(limitedNanos) + 1;
    return whole + backoff.upTo(LIMIT_JITTER_MILLIS);
  }
}
