/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Sentry to drain into.
 *
 * @param workers how many requests it serves at a time
 * @param serviceMillis the mean time it takes for one
 */
record Combination(int workers, int serviceMillis) {
  /** Above this the machine itself would be in the way. */
  private static final int MOST_PER_SECOND = 2_000;

  static List<Combination> all() {
    List<Combination> all = new ArrayList<>();
    for (int millis : new int[] {5, 50, 500}) {
      for (int workers : new int[] {1, 3, 8, 32, 128}) {
        Combination each = new Combination(workers, millis);
        if (each.perSecond() <= MOST_PER_SECOND) {
          all.add(each);
        }
      }
    }
    return all;
  }

  static Combination parse(String text) {
    String[] parts = text.split("x", 2);
    return new Combination(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  double perSecond() {
    return workers * 1e3 / serviceMillis;
  }

  /** So many service times, or the time given if that is longer. */
  Duration atLeast(Duration time, int serviceTimes) {
    Duration services = Duration.ofMillis((long) serviceTimes * serviceMillis);
    return services.compareTo(time) > 0 ? services : time;
  }

  /** From a cold start until it is measured. */
  Duration warmUp() {
    return atLeast(Duration.ofSeconds(3), 20);
  }

  /** For some hundred answers, as far as that does not take for ever. */
  Duration window() {
    double seconds = Math.min(60, Math.max(6, 600 / perSecond()));
    return atLeast(Duration.ofMillis((long) (seconds * 1e3)), 40);
  }

  @Override
  public String toString() {
    return workers + " × " + serviceMillis + " ms";
  }
}
