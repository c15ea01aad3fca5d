/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import java.util.concurrent.TimeUnit;

/**
 * How many sends may be repetitions: a fifth of the successes of the last ten seconds, and at least
 * one a second, so that retries never make up much of the load of a Sentry in trouble. Unused ones
 * are kept for a second. Pure arithmetic; used by the sending loop only.
 */
final class RetryBudget {
  private static final double SHARE = 0.2;
  private static final double LEAST_PER_SECOND = 1;
  private static final double MEMORY_SECONDS = 10;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(Backoff.LONGEST_MILLIS);

  /** Between two foldings of new successes into {@link #recent}. */
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** So that about ten events are turned away for each that is let go. */
  private static final double WIDER = 1.01;

  private static final double NARROWER = 0.9;

  private static final double LEAST_SPREAD_MILLIS = 1000;
  private static final double LONGEST_SPREAD_MILLIS = 60_000;

  /** Successes, each of which counts less and less as it ages. */
  private double recent;

  private long foldedAtNanos;

  /** When the next repetition may go; the past when some are unused. */
  private long nextNanos;

  private double spreadMillis = LEAST_SPREAD_MILLIS;

  RetryBudget(long nowNanos) {
    foldedAtNanos = nowNanos;
    nextNanos = nowNanos - KEPT_NANOS;
  }

  void onSuccess(long nowNanos) {
    fold(nowNanos);
    recent++;
  }

  private void fold(long nowNanos) {
    long passed = nowNanos - foldedAtNanos;
    if (passed >= STEP_NANOS) {
      recent *= Math.exp(-passed / NANOS_PER_SECOND / MEMORY_SECONDS);
      foldedAtNanos = nowNanos;
    }
  }

  private long intervalNanos(long nowNanos) {
    fold(nowNanos);
    double perSecond = Math.max(LEAST_PER_SECOND, SHARE * recent / MEMORY_SECONDS);
    return (long) (NANOS_PER_SECOND / perSecond);
  }

  private long earliest(long nowNanos) {
    return nextNanos - (nowNanos - KEPT_NANOS) > 0 ? nextNanos : nowNanos - KEPT_NANOS;
  }

  /**
   * Reserves the next free one, for an event that will not be known as a repetition when it comes
   * by again.
   *
   * @return nanoseconds from now on; a minute, and nothing is reserved, when it would be more: to
   *     wait for hours would lose events by their age, or for want of room
   */
  long reserve(long nowNanos) {
    long next = earliest(nowNanos);
    if (next - nowNanos > LONGEST_NANOS) {
      return LONGEST_NANOS;
    }
    nextNanos = next + intervalNanos(nowNanos);
    return Math.max(0, next - nowNanos);
  }

  /** Takes one for an event that is to be sent again right now; false when none is free. */
  boolean take(long nowNanos) {
    long next = earliest(nowNanos);
    if (next - nowNanos > 0) {
      spreadMillis = Math.min(LONGEST_SPREAD_MILLIS, spreadMillis * WIDER);
      return false;
    }
    spreadMillis = Math.max(LEAST_SPREAD_MILLIS, spreadMillis * NARROWER);
    nextNanos = next + intervalNanos(nowNanos);
    return true;
  }

  /**
   * Over how long to spread those that were turned away: a second when they are few, a minute when
   * they are so many that looking at each costs more than sending.
   */
  long spreadMillis() {
    return (long) spreadMillis;
  }

  /**
   * A repetition that was taken has succeeded: it was no load on top of the useful one, and the
   * next may go in its place. Otherwise a backlog of nothing but repetitions would drain at one a
   * second.
   */
  void giveBack(long nowNanos) {
    nextNanos -= intervalNanos(nowNanos);
  }
}
