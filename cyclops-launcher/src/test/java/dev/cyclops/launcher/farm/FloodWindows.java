/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The passes of one group, as they came in bunches: one at the beginning of each window.
 *
 * @param passes how many there were in each window, in order
 * @param startNanos when the first pass of each was answered
 */
record FloodWindows(List<Integer> passes, List<Long> startNanos) {
  /** Between two bunches there is nearly a window, when a flood is fast enough to use it up. */
  static FloodWindows of(List<Exchange> exchanges, Duration window) {
    List<Long> times =
        exchanges.stream()
            .filter(Exchange::acknowledged)
            .map(Exchange::answeredNanos)
            .sorted()
            .toList();
    List<Integer> passes = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    long last = 0;
    for (long time : times) {
      if (starts.isEmpty() || time - last > window.toNanos() / 2) {
        starts.add(time);
        passes.add(0);
      }
      passes.set(passes.size() - 1, passes.get(passes.size() - 1) + 1);
      last = time;
    }
    return new FloodWindows(List.copyOf(passes), List.copyOf(starts));
  }

  /** Those that were over before the flood was. */
  List<Integer> complete() {
    return passes.subList(0, Math.max(0, passes.size() - 1));
  }
}
