/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.watch;

import java.time.Duration;
import java.util.Objects;

/**
 * When a state is one that is worth telling. Immutable.
 *
 * @param floodPerSecond from how many dropped repeats a second on, over ten seconds, a group is a
 *     flood; above 0
 * @param quiet how long something must be over before it is told that it is, zero or more: what
 *     comes back before that goes on
 */
public record WatchOptions(double floodPerSecond, Duration quiet) {
  /** Ten repeats a second, and a minute. */
  public static final WatchOptions DEFAULT = new WatchOptions(10, Duration.ofMinutes(1));

  /**
   * Checks them.
   *
   * @param floodPerSecond from how many dropped repeats a second on, over ten seconds, a group is a
   *     flood; above 0
   * @param quiet how long something must be over before it is told that it is, zero or more: what
   *     comes back before that goes on
   */
  public WatchOptions {
    if (!(floodPerSecond > 0)) {
      throw new IllegalArgumentException("floodPerSecond <= 0: " + floodPerSecond);
    }
    if (Objects.requireNonNull(quiet, "quiet == null").isNegative()) {
      throw new IllegalArgumentException("quiet < 0: " + quiet);
    }
  }
}
