/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import dev.cyclops.CyclopsStats;
import java.util.function.ToLongFunction;

/** What is counted from the start on, and shown as a rate. */
enum Flow implements Counted<CyclopsStats> {
  /** All that was reported, taken or not. */
  IN(stats -> stats.accepted() + stats.refused()),
  PASSED(CyclopsStats::processed),
  /** Repeats of a flood. */
  IGNORED(CyclopsStats::ignored),
  SAMPLED(CyclopsStats::sampled),
  LIMITED(CyclopsStats::limited),
  /** For want of room, at the door or later. */
  SHED(stats -> stats.shed() + stats.storage().shed()),
  EXPIRED(stats -> stats.storage().expired()),
  REFUSED(CyclopsStats::refused),
  SENT(CyclopsStats::forwarded),
  FAILED(CyclopsStats::failedSends),
  /** Sentry will never take them. */
  DEAD(stats -> stats.storage().deadTotal());

  private static final Flow[] ALL = values();

  @SuppressWarnings("ImmutableEnumChecker") // lambdas that hold nothing
  private final ToLongFunction<CyclopsStats> counter;

  Flow(ToLongFunction<CyclopsStats> counter) {
    this.counter = counter;
  }

  /** How many there are. */
  static int count() {
    return ALL.length;
  }

  /** All counters, by their places. */
  static long[] totals(CyclopsStats stats) {
    return Counted.totals(ALL, stats);
  }

  @Override
  public long of(CyclopsStats stats) {
    return counter.applyAsLong(stats);
  }
}
