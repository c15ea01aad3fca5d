/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.time.Duration;

/**
 * What a rule does with the events of a group. Immutable.
 *
 * @param number how many pass, or one in how many; 0 where nothing is counted
 * @param window how long a window lasts in which they are counted; zero where nothing is counted
 */
record FloodAction(Kind kind, int number, Duration window) {
  enum Kind {
    /** All of them, uncounted. */
    PASS,
    /** None of them. */
    DROP,
    /** Some of each window. */
    LIMIT,
    /** The first, and then one of every so many. */
    ONE_IN
  }

  static final FloodAction PASS = new FloodAction(Kind.PASS, 0, Duration.ZERO);
  static final FloodAction DROP = new FloodAction(Kind.DROP, 0, Duration.ZERO);

  static FloodAction limit(int maxEvents, Duration window) {
    if (maxEvents < 1) {
      throw new IllegalArgumentException("maxEvents < 1: " + maxEvents);
    }
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window <= 0: " + window);
    }
    if (window.compareTo(FloodRules.MAX_WINDOW) > 0) {
      throw new IllegalArgumentException("window > 24 h: " + window);
    }
    return new FloodAction(Kind.LIMIT, maxEvents, window);
  }

  static FloodAction oneIn(int events) {
    if (events < 2) {
      throw new IllegalArgumentException("events < 2: " + events);
    }
    return new FloodAction(Kind.ONE_IN, events, FloodRules.MAX_WINDOW);
  }

  /** In words, to follow a colon. */
  @Override
  public String toString() {
    return switch (kind) {
      case PASS -> "all pass";
      case DROP -> "all are dropped";
      case LIMIT -> number + " of an error pass in " + seconds() + " s";
      case ONE_IN -> "one in " + number + " of an error passes";
    };
  }

  private String seconds() {
    return window.toNanos() % 1_000_000_000 == 0
        ? String.valueOf(window.toSeconds())
        : String.valueOf(window.toNanos() / 1e9);
  }
}
