/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.event.Event;
import dev.cyclops.send.RateLimits;
import dev.cyclops.send.SendResult;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Settlement;
import java.util.concurrent.TimeUnit;

/** What the end of a send means for its event. Used by the sending loop only. */
final class Consequences {
  /** A 500 may be the fault of the event, so it is not sent for ever. */
  private static final int MAX_RETRIES_OF_ERRORS = 5;

  /** For a 429 that names no limit of this event's. */
  private static final long LEAST_PAUSE_MILLIS = 1000;

  private final RateLimits limits;
  private final Breaker breaker;
  private final GuardedFarm farm;
  private final Probation probation;
  private final RetryBudget budget;
  private final Backoff backoff;
  private final Gate gate;

  Consequences(
      RateLimits limits,
      Breaker breaker,
      GuardedFarm farm,
      Probation probation,
      RetryBudget budget,
      Backoff backoff,
      Gate gate) {
    this.limits = limits;
    this.breaker = breaker;
    this.farm = farm;
    this.probation = probation;
    this.budget = budget;
    this.backoff = backoff;
    this.gate = gate;
  }

  /** After the breaker has been told. */
  Settlement of(Delivery delivery, Verdict verdict, SendResult result, long nanos, long millis) {
    if (verdict == Verdict.REFUSED) {
      return probation.onRefused(delivery, result.status(), millis);
    }
    probation.onOtherEnd(delivery, verdict == Verdict.SUCCEEDED || verdict == Verdict.REJECTED);
    return switch (verdict) {
      case SUCCEEDED -> Settlement.done();
      case REJECTED -> Settlement.deadLetter("status " + result.status());
      case LIMITED -> Settlement.postponeTo(millis + limitedMillis(delivery.event(), result));
      case THROWN_BACK ->
          // It may be thrown back for ever, which nobody would count.
          Settlement.postponeTo(millis + 1 + backoff.upTo(Backoff.LONGEST_MILLIS));
      case ERROR ->
          breaker.isOpen() || delivery.attempts() < MAX_RETRIES_OF_ERRORS
              ? again(delivery, verdict, result, nanos, millis)
              : Settlement.deadLetter("status " + result.status());
      default -> again(delivery, verdict, result, nanos, millis);
    };
  }

  private long limitedMillis(Event event, SendResult result) {
    long limited = limits.nanosLimited(event.project(), event.publicKey(), event.category());
    return limited > 0
        ? gate.afterLimitMillis(limited)
        : Math.max(LEAST_PAUSE_MILLIS, Backoff.askedMillis(result.retryAfter()));
  }

  private Settlement again(
      Delivery delivery, Verdict verdict, SendResult result, long nanos, long millis) {
    if (breaker.isOpen()) {
      // It waits for the breaker, and an outage uses up nobody's attempts.
      long wait = verdict.mayBeTheEventsDoing() ? suspectMillis(nanos) : 0;
      return Settlement.postponeTo(millis + wait);
    }
    boolean counts = verdict.countsAsAttempt();
    long asked = Backoff.askedMillis(result.retryAfter());
    long wait = Math.max(ownMillis(delivery, counts, nanos), asked);
    return counts ? Settlement.retryAt(millis + wait) : Settlement.postponeTo(millis + wait);
  }

  /**
   * Longer than the breaker keeps the next probe waiting, which therefore is another event, and the
   * longer the outage lasts the more others are tried before it.
   */
  private long suspectMillis(long nowNanos) {
    long untilProbe = TimeUnit.NANOSECONDS.toMillis(farm.nanosUntilProbe(0)) + 1;
    return untilProbe + backoff.whileFailing(breaker.failingMillis(nowNanos));
  }

  /** What counts as an attempt is known as a repetition by that, and pays when it is sent. */
  private long ownMillis(Delivery delivery, boolean counts, long nowNanos) {
    if (counts) {
      return backoff.afterAttempts(delivery.attempts());
    }
    long free = TimeUnit.NANOSECONDS.toMillis(budget.reserve(nowNanos));
    return Math.max(free, backoff.whileFailing(breaker.failingMillis(nowNanos)));
  }
}
