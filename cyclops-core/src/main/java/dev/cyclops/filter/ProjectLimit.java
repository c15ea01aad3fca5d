/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.filter.limit.Rate;

/**
 * How many events of a project may pass in a second. Errors and transactions of a project count
 * apart, each with this limit; what comes with an event, sessions, check-ins and reports never
 * count. Immutable.
 */
public sealed interface ProjectLimit {
  /** The least {@link Fixed#sustained}, in events a second: one in a bit more than 16 minutes. */
  double MIN_SUSTAINED = 0.001;

  /** The most that can be limited to, in events a second. */
  double MAX_SUSTAINED = Rate.MAX_SUSTAINED;

  /** The largest {@link Fixed#burst}, in events. */
  long MAX_BURST = 1_000_000_000;

  /** A burst is ten seconds' worth, where nothing else is said. */
  int BURST_SECONDS = 10;

  /**
   * A fixed one: a bucket of {@code burst} tokens that is full at first, loses one for each event
   * that passes, and gets {@code sustained} new ones a second.
   *
   * @param sustained events a second, from {@link #MIN_SUSTAINED} to {@link #MAX_SUSTAINED}
   * @param burst events at once after some time of quiet, from 1 to {@link #MAX_BURST}
   */
  record Fixed(double sustained, long burst) implements ProjectLimit {
    /**
     * Checks the values.
     *
     * @param sustained events a second
     * @param burst events at once after some time of quiet
     */
    public Fixed {
      if (!(sustained >= MIN_SUSTAINED && sustained <= MAX_SUSTAINED)) {
        throw new IllegalArgumentException(
            "sustained is not within 0.001 to 1000000: " + sustained);
      }
      if (burst < 1 || burst > MAX_BURST) {
        throw new IllegalArgumentException("burst is not within 1 to 1000000000: " + burst);
      }
    }
  }

  /** One that is learned from the last days, as {@link ProjectLimits} says. */
  record Learned() implements ProjectLimit {}

  /** None. */
  record Unlimited() implements ProjectLimit {}

  /**
   * A fixed limit with a burst of {@value #BURST_SECONDS} seconds' worth, at least 1.
   *
   * @param sustained events a second
   * @return a limit
   */
  static ProjectLimit perSecond(double sustained) {
    double burst = Math.ceil(BURST_SECONDS * sustained);
    return new Fixed(sustained, (long) Math.max(1, Math.min(MAX_BURST, burst)));
  }

  /**
   * A fixed limit.
   *
   * @param sustained events a second
   * @param burst events at once
   * @return a limit
   */
  static ProjectLimit perSecond(double sustained, long burst) {
    return new Fixed(sustained, burst);
  }

  /**
   * A limit learned from what the project usually sends: five times as much, see {@link
   * ProjectLimits}.
   *
   * @return a limit
   */
  static ProjectLimit learned() {
    return new Learned();
  }

  /**
   * No limit.
   *
   * @return what lets everything pass
   */
  static ProjectLimit none() {
    return new Unlimited();
  }
}
