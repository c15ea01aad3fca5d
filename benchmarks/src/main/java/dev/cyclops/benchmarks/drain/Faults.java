/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import dev.cyclops.benchmarks.drain.DrainBenchmark.Spread;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a pace lives through a bad time of Sentry. Shares are those of the capacity there is at the
 * time, response times those of the same run before anything was wrong.
 *
 * @param slowUse when Sentry has become four times slower, from the deadline on
 * @param slowP90 against the earlier p90, times four
 * @param halfUse with half of the workers lost, from the deadline on
 * @param halfP90 against the earlier p90
 * @param doubledUse with all of them back, from the deadline on
 * @param outageTries sends a second to a Sentry that refuses, in the second half of 10 s
 * @param outageFirst seconds from its recovery to the first event
 * @param outageBack seconds from its recovery until nine tenths are in use
 * @param hangTries requests a second to a Sentry that never answers, from the tenth second on
 * @param hangFirst seconds from its recovery to the first event
 * @param hangBack seconds from its recovery until nine tenths are in use
 */
record Faults(
    double slowUse,
    double slowP90,
    double halfUse,
    double halfP90,
    double doubledUse,
    double outageTries,
    double outageFirst,
    double outageBack,
    double hangTries,
    double hangFirst,
    double hangBack) {
  private static final int SLOW_DOWN = 4;
  private static final Duration WINDOW = Duration.ofSeconds(6);
  private static final Duration FIVE = Duration.ofSeconds(5);

  /** Starts them all in front of stations of one kind, and takes them through everything. */
  static List<Faults> measure(List<Drain> drains) {
    return new Scenario(drains).run();
  }

  /** Times at which a phase began or ended. */
  private static final class Scenario {
    private final List<Drain> drains;
    private final Combination one;
    private final int half;
    private long slow;
    private long slowEnd;
    private long halved;
    private long halvedEnd;
    private long doubled;
    private long doubledEnd;
    private long refused;
    private long well;
    private long hanging;
    private long wellAgain;

    Scenario(List<Drain> drains) {
      this.drains = drains;
      one = drains.get(0).combination;
      half = Math.max(1, one.workers() / 2);
    }

    List<Faults> run() {
      List<Steady> before = Steady.measure(drains);
      tell("slow", SLOW_DOWN);
      pass(one.atLeast(FIVE, 30 * SLOW_DOWN));
      slow = pass(one.atLeast(WINDOW, 30 * SLOW_DOWN));
      slowEnd = tell("slow", 1);
      pass(one.atLeast(FIVE, 30));
      tell("workers", half);
      pass(one.atLeast(FIVE, 30));
      halved = pass(one.atLeast(WINDOW, 30));
      halvedEnd = tell("workers", one.workers());
      pass(one.atLeast(Duration.ofSeconds(3), 30));
      doubled = pass(WINDOW);
      doubledEnd = tell("refuse");
      pass(FIVE);
      refused = pass(FIVE);
      well = tell("heal");
      pass(one.atLeast(Duration.ofSeconds(8), 30));
      tell("hang");
      pass(Duration.ofSeconds(11));
      hanging = pass(WINDOW);
      wellAgain = tell("heal");
      pass(one.atLeast(Duration.ofSeconds(16), 30));
      return IntStream.range(0, drains.size())
          .mapToObj(i -> of(drains.get(i), before.get(i).p90Millis()))
          .toList();
    }

    /** When it was told. */
    private long tell(String command, Object... argument) {
      long now = System.nanoTime();
      drains.forEach(drain -> drain.tell(command, argument));
      return now;
    }

    /** When it began. */
    private long pass(Duration time) {
      long begin = System.nanoTime();
      Drain.pass(drains, time);
      return begin;
    }

    private Faults of(Drain drain, double p90) {
      return new Faults(
          drain.trace.busy(slow, slowEnd) / one.workers(),
          drain.samples.p90Millis(slow, slowEnd) / SLOW_DOWN / p90,
          drain.trace.busy(halved, halvedEnd) / half,
          drain.samples.p90Millis(halved, halvedEnd) / p90,
          drain.trace.busy(doubled, doubledEnd) / one.workers(),
          drain.samples.failures(refused, well) * 1e9 / (well - refused),
          drain.samples.secondsToSuccess(well),
          secondsToUse(drain, well),
          drain.trace.arrivedPerSecond(hanging, wellAgain),
          drain.samples.secondsToSuccess(wellAgain),
          secondsToUse(drain, wellAgain));
    }

    private double secondsToUse(Drain drain, long fromNanos) {
      return drain.trace.secondsToBusy(
          fromNanos,
          fromNanos + Duration.ofSeconds(60).toNanos(),
          one.atLeast(Duration.ofMillis(200), 4).toNanos(),
          0.9 * one.workers());
    }
  }

  static void printHead() {
    System.out.println(
        "| Sentry | pace | 4 × slower: use, p90 | half: use, p90 | doubled: use |"
            + " outage: tries/s, first s, nine tenths s | hang: requests/s, first s, nine tenths s |");
    System.out.println("|---|---|---|---|---|---|---|");
  }

  static void print(String name, List<Faults> runs) {
    Object[] medians =
        Stream.of(
                Spread.of(runs, each -> 100 * each.slowUse),
                Spread.of(runs, Faults::slowP90),
                Spread.of(runs, each -> 100 * each.halfUse),
                Spread.of(runs, Faults::halfP90),
                Spread.of(runs, each -> 100 * each.doubledUse),
                Spread.of(runs, Faults::outageTries),
                Spread.of(runs, Faults::outageFirst),
                Spread.of(runs, Faults::outageBack),
                Spread.of(runs, Faults::hangTries),
                Spread.of(runs, Faults::hangFirst),
                Spread.of(runs, Faults::hangBack))
            .map(Spread::median)
            .toArray();
    System.out.printf(
        Locale.ROOT,
        "| "
            + name
            + " | %.1f %%, %.2f | %.1f %%, %.2f | %.1f %% | %.1f, %.1f, %.1f | %.1f, %.1f, %.1f |%n",
        medians);
  }
}
