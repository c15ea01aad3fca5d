/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit.simulation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a worker of the simulated Sentry is busy with one event. */
@FunctionalInterface
public interface ServiceTime {
  /**
   * The time that one event takes.
   *
   * @param random where chance comes from, so that a seed repeats a run
   * @return nanoseconds, at least 0
   */
  long nanos(RandomGenerator random);

  /**
   * A log-normal time, as servers usually show: a compact body and a long tail.
   *
   * @param mean its mean, above 0
   * @param variation its standard deviation as a part of the mean, at least 0
   * @return thread-safe
   */
  static ServiceTime logNormal(Duration mean, double variation) {
    double variance = Math.log1p(variation * variation);
    double sigma = Math.sqrt(variance);
    double mu = Math.log((double) mean.toNanos()) - variance / 2;
    return random -> (long) Math.exp(mu + sigma * random.nextGaussian());
  }

  /**
   * Any time between two, all alike often.
   *
   * @param least the shortest
   * @param most the longest, above it
   * @return thread-safe
   */
  static ServiceTime between(Duration least, Duration most) {
    return random -> random.nextLong(least.toNanos(), most.toNanos());
  }

  /**
   * One of two times: most events are quick, some are not.
   *
   * @param usual for most events
   * @param rare for the others
   * @param share how often it is the other, 0 to 1
   * @return thread-safe if both are
   */
  static ServiceTime either(ServiceTime usual, ServiceTime rare, double share) {
    return random -> (random.nextDouble() < share ? rare : usual).nanos(random);
  }
}
