/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.limit;

/**
 * What fills a {@link TokenBucket}. Immutable. Public for the limiter, in a package that is not
 * exported.
 *
 * @param period nanoseconds from one token to the next, at least 1
 * @param capacity nanoseconds that all its tokens take, at least a period
 * @param sustained events a second, as readers are told
 * @param burst events at once, as readers are told
 */
public record Rate(long period, long capacity, double sustained, long burst) {
  /** The most that can be limited to, in events a second. */
  public static final double MAX_SUSTAINED = 1_000_000;

  /** Sums with a moment must not overflow; nobody waits for seventy years. */
  private static final long MAX_NANOS = Long.MAX_VALUE / 4;

  /**
   * The rate of a limit.
   *
   * @param sustained events a second, more than 0 and at most {@link #MAX_SUSTAINED}
   * @param burst events at once, at least 1
   * @return a rate that never lets more pass than that
   */
  public static Rate of(double sustained, long burst) {
    // Rounded up, so that never more pass than allowed.
    long period = (long) Math.ceil(1e9 / sustained);
    double capacity = (double) period * burst;
    return new Rate(period, capacity < MAX_NANOS ? period * burst : MAX_NANOS, sustained, burst);
  }
}
