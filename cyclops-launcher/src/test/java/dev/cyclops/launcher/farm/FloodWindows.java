/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import java.util.ArrayList;
import java.util.List;

/**
 * How often the first, the second … event of a window has passed. Says nothing of when: a busy
 * machine may hand an answer over seconds late.
 *
 * @param passes at 0 those of the first events of a window, which is the number of windows
 */
record FloodWindows(List<Integer> passes) {
  static FloodWindows of(List<Exchange> exchanges) {
    List<Integer> passes = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      if (exchange.acknowledged()) {
        while (passes.size() < exchange.count()) {
          passes.add(0);
        }
        passes.set(exchange.count() - 1, passes.get(exchange.count() - 1) + 1);
      }
    }
    return new FloodWindows(List.copyOf(passes));
  }

  /** How many windows began. */
  int windows() {
    return passes.isEmpty() ? 0 : passes.get(0);
  }

  /** How many have passed in all windows. */
  int total() {
    return passes.stream().mapToInt(Integer::intValue).sum();
  }
}
