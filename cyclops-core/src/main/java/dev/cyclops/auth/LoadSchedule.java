/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * When the keys are to be loaded: regularly, when somebody asks for it, and when an unknown key
 * knocks. Pure arithmetic, told the time; all times are those of one nanosecond counter. Not
 * thread-safe.
 */
final class LoadSchedule {
  /** From one attempt to the next while there is no set at all. */
  private static final long START_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** From one attempt to the next in an outage, at the most. */
  private static final long MAX_RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Between two loads that strangers caused, at the least. */
  private static final long KNOCK_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Before a load that was asked for, at the least. */
  private static final long ASKED_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** After a load, in lengths of it, before strangers can cause another one. */
  private static final int KNOCK_REST = 4;

  private static final double JITTER = 0.1;

  private final long periodNanos;
  private final DoubleSupplier random;
  private long regularAt;
  private long askedAt;
  private long knockedAt;

  /**
   * The first load is due at once.
   *
   * @param periodNanos from the beginning of a load to the end of the next one, at the most
   * @param random from 0 to below 1, so that a farm does not load all at once
   */
  LoadSchedule(long periodNanos, DoubleSupplier random, long now) {
    this.periodNanos = periodNanos;
    this.random = random;
    regularAt = now;
    askedAt = now;
    knockedAt = now;
  }

  /**
   * How long to wait for the next load.
   *
   * @return 0 or less when it is due
   */
  long nanosUntilDue(long now, boolean asked, boolean knocked) {
    long nanos = regularAt - now;
    if (asked) {
      nanos = Math.min(nanos, askedAt - now);
    }
    return knocked ? Math.min(nanos, knockedAt - now) : nanos;
  }

  /**
   * A load has succeeded. The next one ends within a period of the beginning of this one, if it
   * takes as long: only then a key that was removed meanwhile is gone in time. But never is more
   * than half of the time spent on regular loads.
   *
   * @param knocked whether an unknown key was waiting for it
   */
  void succeeded(long began, long ended, boolean knocked) {
    long took = ended - began;
    long due = began + shortened(periodNanos - took);
    long rested = ended + Math.min(took, periodNanos);
    regularAt = due - rested >= 0 ? due : rested;
    rest(began, ended, knocked);
  }

  /**
   * A load has failed.
   *
   * @param knocked whether an unknown key was waiting for it
   * @param starting whether there is no set at all
   */
  void failed(long began, long ended, boolean knocked, boolean starting) {
    long retry = Math.min(periodNanos, MAX_RETRY_NANOS);
    regularAt = ended + (starting ? START_RETRY_NANOS : shortened(retry));
    rest(began, ended, knocked);
  }

  /** Has a load at that time, if there is none before. */
  void noLaterThan(long at) {
    if (at - regularAt < 0) {
      regularAt = at;
    }
  }

  private void rest(long began, long ended, boolean knocked) {
    long took = ended - began;
    askedAt = ended + Math.max(ASKED_NANOS, took);
    long rested = ended + KNOCK_REST * took;
    long spaced = knocked ? began + KNOCK_NANOS : knockedAt;
    knockedAt = spaced - rested >= 0 ? spaced : rested;
  }

  private long shortened(long nanos) {
    return nanos - (long) (nanos * JITTER * random.getAsDouble());
  }
}
