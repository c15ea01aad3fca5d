/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What a healthy Sentry sees.
 *
 * @param use the part of its capacity in use
 * @param p90Millis of the response time
 * @param rampSeconds from a cold start until nine tenths are in use; NaN for never
 */
record Steady(double use, double p90Millis, double rampSeconds) {
  /** Starts all of them at once, lets them run, and leaves them running. */
  static List<Steady> measure(List<Drain> drains) {
    return measure(drains, longest(combinations(drains), Combination::window));
  }

  /** As {@link #measure(List)} over a time of the caller's. */
  static List<Steady> measure(List<Drain> drains, Duration window) {
    drains.forEach(Drain::start);
    Duration warmUp = longest(combinations(drains), Combination::warmUp);
    Drain.pass(drains, warmUp.plus(window));
    return drains.stream().map(drain -> of(drain, warmUp, window)).toList();
  }

  /** How long that takes. */
  static Duration duration(List<Combination> combinations) {
    return longest(combinations, Combination::warmUp)
        .plus(longest(combinations, Combination::window));
  }

  private static List<Combination> combinations(List<Drain> drains) {
    return drains.stream().map(drain -> drain.combination).toList();
  }

  private static Duration longest(
      List<Combination> combinations, Function<Combination, Duration> duration) {
    return combinations.stream().map(duration).max(Duration::compareTo).orElseThrow();
  }

  private static Steady of(Drain drain, Duration warmUp, Duration window) {
    long from = drain.startNanos() + warmUp.toNanos();
    long to = from + window.toNanos();
    int workers = drain.combination.workers();
    double ramp =
        drain.trace.secondsToBusy(
            drain.startNanos(),
            to,
            drain.combination.atLeast(Duration.ofMillis(200), 4).toNanos(),
            0.9 * workers);
    return new Steady(
        drain.trace.busy(from, to) / workers, drain.samples.p90Millis(from, to), ramp);
  }
}
