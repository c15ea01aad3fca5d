/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The marks of the pace against a real server, for one Sentry of moderate speed: {@code drain.sh}
 * measures all of them. Service times of 50 ms are long enough for a busy machine to add little,
 * and all run side by side, so that what it adds is added to each.
 */
class DrainIT {
  private static final Combination SENTRY = new Combination(8, 50);
  private static final Duration WINDOW = Duration.ofSeconds(15);

  /** Of which the median counts: one may be unlucky for a while. */
  private static final int RUNS = 3;

  /** In all: what the machine does beside may spoil one of them, and not all. */
  private static final int TRIES = 3;

  /**
   * What one try saw.
   *
   * @param use of the capacity, as a part of that of the fixed limit
   * @param p90 as a multiple of that without load
   * @param rampSeconds from a cold start to nine tenths
   */
  private record Marks(double use, double p90, double rampSeconds) {
    boolean areReached() {
      return use >= 0.97 && p90 <= 1.4 && rampSeconds <= 3;
    }
  }

  private static List<Drain> some(ServerProcess server, String candidate) {
    return IntStream.range(0, RUNS)
        .mapToObj(
            seed ->
                new Drain(server, SENTRY, Candidate.named(candidate), seed, WINDOW.multipliedBy(2)))
        .toList();
  }

  private static double median(List<Steady> results, ToDoubleFunction<Steady> value) {
    return results.stream().mapToDouble(value).sorted().toArray()[results.size() / 2];
  }

  private static Marks measure(ServerProcess server) {
    List<Drain> drains = new ArrayList<>(some(server, "adaptive"));
    drains.addAll(some(server, Candidate.FIXED));
    drains.add(new Drain(server, SENTRY, Candidate.UNLOADED, 0, WINDOW.multipliedBy(2)));

    List<Steady> results = Steady.measure(drains, WINDOW);

    drains.forEach(Drain::close);
    List<Steady> adaptive = results.subList(0, RUNS);
    List<Steady> fixed = results.subList(RUNS, 2 * RUNS);
    return new Marks(
        median(adaptive, Steady::use) / median(fixed, Steady::use),
        median(adaptive, Steady::p90Millis) / results.get(2 * RUNS).p90Millis(),
        median(adaptive, Steady::rampSeconds));
  }

  @Test
  void adaptive_keepsARealServerBusyWithoutAQueue() {
    List<Marks> tries = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start()) {
      while (tries.size() < TRIES && tries.stream().noneMatch(Marks::areReached)) {
        tries.add(measure(server));
      }
    }
    assertThat(tries).anyMatch(Marks::areReached);
  }
}
