/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.demo;

import dev.cyclops.CyclopsStats;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where everything stands at one moment. Immutable.
 *
 * @param nanos when
 * @param thrown errors of the shop so far
 * @param ignored events dropped as repeats so far
 * @param queued events that wait for Sentry
 * @param seen events that Sentry has answered so far
 * @param responseNanos how long its answers took, all together
 * @param thrownByMistake errors of the shop by kind
 * @param seenByMistake events that Sentry has answered, by kind
 */
record Numbers(
    long nanos,
    long thrown,
    long ignored,
    long queued,
    long seen,
    long responseNanos,
    Map<Mistake, Long> thrownByMistake,
    Map<Mistake, Long> seenByMistake) {

  static Numbers take(Shop shop, CyclopsStats stats, StandInSentry sentry) {
    Map<Mistake, Long> thrown = new EnumMap<>(Mistake.class);
    Map<Mistake, Long> seen = new EnumMap<>(Mistake.class);
    for (Mistake mistake : Mistake.values()) {
      thrown.put(mistake, shop.thrown(mistake));
      seen.put(mistake, sentry.seen(mistake.type()));
    }
    return new Numbers(
        System.nanoTime(),
        shop.thrown(),
        stats.ignored(),
        stats.storage().held(),
        sentry.seen(),
        sentry.responseNanos(),
        thrown,
        seen);
  }

  /** How many of a kind of error were thrown. */
  long thrown(Mistake mistake) {
    return thrownByMistake.getOrDefault(mistake, 0L);
  }

  /** How many of a kind of error Sentry has answered. */
  long seen(Mistake mistake) {
    return seenByMistake.getOrDefault(mistake, 0L);
  }

  /** What happened since an earlier moment, in a second. */
  Rates since(Numbers earlier) {
    double seconds = Math.max(1e-3, (nanos - earlier.nanos) / 1e9);
    long answers = seen - earlier.seen;
    return new Rates(
        Math.round((thrown - earlier.thrown) / seconds),
        Math.round((ignored - earlier.ignored) / seconds),
        Math.round(answers / seconds),
        answers == 0 ? 0 : Math.round((responseNanos - earlier.responseNanos) / 1e6 / answers));
  }

  /**
   * What happens in a second.
   *
   * @param responseMillis mean time of Sentry's answers; 0 when there was none
   */
  record Rates(long thrown, long ignored, long seen, long responseMillis) {}
}
