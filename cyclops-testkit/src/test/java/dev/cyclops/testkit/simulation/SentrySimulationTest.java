/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cyclops.send.RateController;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SentrySimulationTest {
  private static final ServiceTime TEN_MILLIS = random -> 10_000_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static SentrySimulation sentry(int workers, int limit) {
    return new SentrySimulation(new FixedLimit(limit), 1)
        .workers(workers)
        .serviceTime(TEN_MILLIS)
        .maxInFlight(limit)
        .supply(Long.MAX_VALUE);
  }

  @Test
  void run_makesOneWaitForTheOther() {
    SentrySimulation simulation = sentry(2, 4);
    simulation.run(SECOND);
    Measurement measurement = simulation.run(SECOND);

    assertThat(measurement.answersPerSecond()).isCloseTo(200, within(2.0));
    assertThat(measurement.p90Millis()).isCloseTo(20, within(0.5));
    assertThat(measurement.maxInFlight()).isEqualTo(4);
  }

  @Test
  void run_addsTheNetworkToTheServiceTime() {
    Measurement measurement = sentry(5, 1).run(SECOND);

    assertThat(measurement.p90Millis()).isEqualTo(10.3);
    assertThat(measurement.answers()).isEqualTo(97);
  }

  @Test
  void workers_andServiceTimeChangeWhileItRuns() {
    SentrySimulation simulation = sentry(4, 4);
    simulation.run(SECOND);
    simulation.workers(1).run(SECOND);
    assertThat(simulation.run(SECOND).answers()).isCloseTo(100, within(1));

    simulation.workers(4).serviceTime(random -> 40_000_000).run(SECOND);
    assertThat(simulation.run(SECOND).answers()).isCloseTo(99, within(2));
  }

  @Test
  void neighbours_shareTheQueue() {
    SentrySimulation simulation = sentry(2, 2).closedNeighbour(2);
    simulation.run(SECOND);
    assertThat(simulation.run(SECOND).answers()).isCloseTo(100, within(2));
    assertThat(simulation.neighbour().answers()).isCloseTo(100, within(2));

    SentrySimulation open = sentry(2, 1).openNeighbour(50);
    open.run(SECOND.multipliedBy(100));
    assertThat(open.neighbour().answersPerSecond()).isCloseTo(50, within(3.0));
  }

  @Test
  void run_isTheSameForTheSameSeed() {
    assertThat(randomRun(3)).isEqualTo(randomRun(3)).isNotEqualTo(randomRun(4));
  }

  private static double randomRun(long seed) {
    return new SentrySimulation(RateController.adaptive(256), seed)
        .workers(3)
        .serviceTime(ServiceTime.logNormal(Duration.ofMillis(10), 0.5))
        .jitter(Duration.ofMillis(1))
        .lose(0.01, SECOND)
        .supply(Long.MAX_VALUE)
        .run(SECOND.multipliedBy(20))
        .p90Millis();
  }

  @Test
  void serviceTime_hasTheMeanAndVariationAskedFor() {
    Random random = new Random(1);
    ServiceTime time = ServiceTime.logNormal(Duration.ofMillis(10), 0.5);
    double sum = 0;
    double squares = 0;
    int count = 200_000;
    for (int i = 0; i < count; i++) {
      double millis = time.nanos(random) / 1e6;
      sum += millis;
      squares += millis * millis;
    }
    double mean = sum / count;

    assertThat(mean).isCloseTo(10, within(0.1));
    assertThat(Math.sqrt(squares / count - mean * mean) / mean).isCloseTo(0.5, within(0.02));
  }
}
