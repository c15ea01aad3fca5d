/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import dev.cyclops.send.RateController;
import dev.cyclops.testkit.simulation.FixedLimit;
import dev.cyclops.testkit.simulation.Measurement;
import dev.cyclops.testkit.simulation.SentrySimulation;
import dev.cyclops.testkit.simulation.ServiceTime;
import java.time.Duration;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the simulation says of the same combination, over the same time from a cold start: medians.
 *
 * @param use the part of the capacity in use
 * @param p90 against that of an unloaded Sentry
 */
record Simulated(double use, double p90) {
  private static final int RUNS = 15;

  static Simulated of(Combination one, Candidate candidate) {
    double unloaded = median(seed -> run(one, new FixedLimit(1), 1, seed).p90Millis());
    Measurement[] runs =
        IntStream.range(0, RUNS)
            .mapToObj(seed -> run(one, candidate.controllers().apply(one), one.workers(), seed))
            .toArray(Measurement[]::new);
    return new Simulated(
        median(seed -> runs[seed].answersPerSecond() / one.perSecond()),
        median(seed -> runs[seed].p90Millis()) / unloaded);
  }

  private static Measurement run(
      Combination one, RateController controller, int workers, int seed) {
    SentrySimulation simulation =
        new SentrySimulation(controller, seed)
            .workers(workers)
            .serviceTime(ServiceTime.logNormal(Duration.ofMillis(one.serviceMillis()), 0.5))
            .maxInFlight(256)
            .supply(Long.MAX_VALUE);
    simulation.run(one.warmUp());
    return simulation.run(one.window());
  }

  private static double median(IntToDoubleFunction value) {
    return IntStream.range(0, RUNS).mapToDouble(value).sorted().toArray()[RUNS / 2];
  }
}
