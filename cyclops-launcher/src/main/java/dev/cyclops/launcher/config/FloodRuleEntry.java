/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.filter.FloodRule;
import dev.cyclops.filter.FloodRule.Conditions;
import java.time.Duration;
import java.util.Optional;

/**
 * A rule for floods as it stands in a configuration, which may leave out what the settings for all
 * events say. Not changed once it was read.
 */
public final class FloodRuleEntry {
  /** What becomes of the events. */
  enum Action {
    PASS,
    DROP,
    LIMIT,
    ONE_IN
  }

  private final Conditions conditions;
  private final Action action;
  private final Optional<Integer> number;
  private final Optional<Duration> window;

  FloodRuleEntry(
      Conditions conditions, Action action, Optional<Integer> number, Optional<Duration> window) {
    this.conditions = conditions;
    this.action = action;
    this.number = number;
    this.window = window;
  }

  /** Whether it counts events, and so needs a cache that does. */
  boolean counts() {
    return action == Action.LIMIT || action == Action.ONE_IN;
  }

  /** Whether the window is the one that holds for all events. */
  boolean leavesTheWindowOut() {
    return action == Action.LIMIT && window.isEmpty();
  }

  /**
   * The rule with what it leaves out.
   *
   * @param maxEvents how many events of a group pass in a window, unless it says so itself
   * @param defaultWindow how long that window lasts, unless it says so itself
   * @return a rule for the filter
   */
  public FloodRule rule(int maxEvents, Duration defaultWindow) {
    return switch (action) {
      case PASS -> conditions.pass();
      case DROP -> conditions.drop();
      case LIMIT -> conditions.limit(number.orElse(maxEvents), window.orElse(defaultWindow));
      case ONE_IN -> conditions.oneIn(number.orElseThrow());
    };
  }
}
