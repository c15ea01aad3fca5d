/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How often the first, the second … event of a window has passed. Says little of when: a busy
 * machine may hand an answer over seconds late.
 *
 * @param passes at 0 those of the first events of a window
 * @param twice how many have passed in a place that another one of the same window had
 * @param unanswered how many have had no answer, and may have had a place all the same
 */
record FloodWindows(List<Integer> passes, int twice, int unanswered) {
  /** Those that pass of a flood pass at the beginning of a window, and then none for its rest. */
  private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

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
    return new FloodWindows(List.copyOf(passes), twice(exchanges), unanswered);
  }

  private static int twice(List<Exchange> exchanges) {
    List<Exchange> passed =
        exchanges.stream()
            .filter(Exchange::acknowledged)
            .sorted(Comparator.comparingLong(Exchange::dueNanos))
            .toList();
    Set<Integer> places = new HashSet<>();
    int twice = 0;
    long last = 0;
    for (Exchange exchange : passed) {
      if (exchange.dueNanos() - last > APART_NANOS) {
        places.clear();
      }
      last = exchange.dueNanos();
      twice += places.add(exchange.count()) ? 0 : 1;
    }
    return twice;
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
