/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

/**
 * Tells whether a 500 is the fault of an event or of Sentry: several projects see the latter. Pure
 * arithmetic.
 */
final class ErrorSpread {
  private static final int ENOUGH_PROJECTS = 3;

  private final long[] projects = new long[ENOUGH_PROJECTS];
  private final long[] seenAtNanos = new long[ENOUGH_PROJECTS];
  private int size;

  /**
   * A project saw a 500.
   *
   * @return whether at least three projects did within the last ten seconds
   */
  boolean add(long project, long nowNanos) {
    int place = placeOf(project);
    projects[place] = project;
    seenAtNanos[place] = nowNanos;
    boolean all = size == ENOUGH_PROJECTS;
    for (int i = 0; i < size; i++) {
      all &= nowNanos - seenAtNanos[i] <= CallWindow.WINDOW_NANOS;
    }
    return all;
  }

  /** Its own, else a free one, else that of the project that saw one the longest time ago. */
  private int placeOf(long project) {
    int oldest = 0;
    for (int i = 0; i < size; i++) {
      if (projects[i] == project) {
        return i;
      }
      oldest = seenAtNanos[i] - seenAtNanos[oldest] < 0 ? i : oldest;
    }
    return size < ENOUGH_PROJECTS ? size++ : oldest;
  }
}
