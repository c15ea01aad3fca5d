/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How often the first, the second … event of a window has passed. Says nothing of when: a busy
 * machine may hand an answer over seconds late.
 *
 * @param passes at 0 those of the first events of a window
 * @param unanswered how many have had no answer, and may have had a place all the same
 */
record FloodWindows(List<Integer> passes, int unanswered) {
  static FloodWindows of(List<Exchange> exchanges) {
    List<Integer> passes = new ArrayList<>();
    int unanswered = 0;
    for (Exchange exchange : exchanges) {
      if (!exchange.answered()) {
        unanswered++;
      }
      if (exchange.acknowledged()) {
        while (passes.size() < exchange.count()) {
          passes.add(0);
        }
        passes.set(exchange.count() - 1, passes.get(exchange.count() - 1) + 1);
      }
    }
    return new FloodWindows(List.copyOf(passes), unanswered);
  }

  /** How many windows began. */
  int windows() {
    return passes.isEmpty() ? 0 : Collections.max(passes);
  }

  /**
   * How many places nobody has passed in though somebody has in a later one of the same window: of
   * those whose instance died before it answered.
   */
  int holes() {
    int holes = 0;
    int later = 0;
    for (int place = passes.size() - 1; place >= 0; place--) {
      later = Math.max(later, passes.get(place));
      holes += later - passes.get(place);
    }
    return holes;
  }

  /** In how many windows nobody has passed in the last place. */
  int notUsedUp() {
    return passes.isEmpty() ? 0 : windows() - passes.get(passes.size() - 1);
  }

  /** How many have passed in all windows. */
  int total() {
    return passes.stream().mapToInt(Integer::intValue).sum();
  }
}
