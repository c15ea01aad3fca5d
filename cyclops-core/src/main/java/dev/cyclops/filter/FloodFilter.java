/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.time.Duration;
import java.util.Objects;

/**
 * Decides whether an event of a group passes: the first {@code maxEvents} of each window do, the
 * rest are repeats of a flood. Thread-safe.
 */
public final class FloodFilter {
  /**
   * What the filter says of an event. Immutable.
   *
   * @param passes false for a repeat
   * @param count how many events of the group this window has seen; 0 when it was not counted
   */
  public record Verdict(boolean passes, long count) {
    /** Passes without being counted. */
    public static final Verdict UNCOUNTED = new Verdict(true, 0);
  }

  private final Cache cache;
  private final int maxEvents;
  private final Duration window;

  /**
   * A filter.
   *
   * @param cache counts; not closed by the filter
   * @param maxEvents how many events of a group pass in a window, at least 1
   * @param window how long a window lasts; zero switches the filter off
   */
  public FloodFilter(Cache cache, int maxEvents, Duration window) {
    if (maxEvents < 1) {
      throw new IllegalArgumentException("maxEvents < 1: " + maxEvents);
    }
    if (window.isNegative()) {
      throw new IllegalArgumentException("window < 0: " + window);
    }
    this.cache = Objects.requireNonNull(cache, "cache == null");
    this.maxEvents = maxEvents;
    this.window = window;
  }

  /**
   * Whether events have to be fingerprinted at all.
   *
   * @return false when the filter is off
   */
  public boolean isOn() {
    return !window.isZero();
  }

  /**
   * Counts one event.
   *
   * @param project its project
   * @param group its group
   * @return whether it passes
   */
  public Verdict check(long project, GroupKey group) {
    if (!isOn()) {
      return Verdict.UNCOUNTED;
    }
    long count = cache.hit(within(project, group), window).count();
    return new Verdict(count <= maxEvents, count);
  }

  /** The same error in two projects is two groups. */
  private static GroupKey within(long project, GroupKey group) {
    long spread = project * 0x9E3779B97F4A7C15L;
    return new GroupKey(group.high() ^ spread, group.low() + Long.rotateLeft(spread, 32));
  }
}
