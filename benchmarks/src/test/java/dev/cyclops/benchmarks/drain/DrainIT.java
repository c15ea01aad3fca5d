/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The marks of the pace against a real server, for one Sentry of moderate speed: {@code drain.sh}
 * measures all of them. Service times of 50 ms are long enough for a busy machine to add little,
 * and all run side by side, so that what it adds is added to each.
 */
class DrainIT {
  private static final Combination SENTRY = new Combination(8, 50);

  private static Candidate named(String name) {
    return Candidate.ALL.stream().filter(each -> each.name().equals(name)).findAny().orElseThrow();
  }

  private static List<Drain> threeOf(ServerProcess server, Candidate candidate) {
    return IntStream.range(1, 4)
        .mapToObj(
            seed ->
                new Drain(
                    server,
                    SENTRY,
                    candidate,
                    seed,
                    Steady.duration(List.of(SENTRY)).multipliedBy(2)))
        .toList();
  }

  private static double median(List<Steady> results, ToDoubleFunction<Steady> value) {
    return results.stream().mapToDouble(value).sorted().toArray()[1];
  }

  @Test
  void adaptive_keepsARealServerBusyWithoutAQueue() {
    try (ServerProcess server = ServerProcess.start()) {
      List<Drain> drains =
          Stream.of(named("adaptive"), named(Candidate.FIXED), Candidate.UNLOADED)
              .flatMap(each -> threeOf(server, each).stream())
              .toList();

      List<Steady> results = Steady.measure(drains);

      drains.forEach(Drain::close);
      List<Steady> adaptive = results.subList(0, 3);
      List<Steady> fixed = results.subList(3, 6);
      List<Steady> unloaded = results.subList(6, 9);
      assertThat(median(adaptive, Steady::use))
          .as("use of capacity")
          .isGreaterThanOrEqualTo(0.97 * median(fixed, Steady::use));
      assertThat(median(adaptive, Steady::p90Millis))
          .as("p90")
          .isLessThanOrEqualTo(1.4 * median(unloaded, Steady::p90Millis));
      assertThat(median(adaptive, Steady::rampSeconds))
          .as("seconds from a cold start to nine tenths")
          .isLessThanOrEqualTo(3);
    }
  }
}
