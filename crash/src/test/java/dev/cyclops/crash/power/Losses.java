/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What power cuts have taken of what was promised.
 *
 * @param events how many were promised before the power was cut, and are lost
 * @param oldestMillis for each cut that took some: how long before it the first was promised
 * @param afterwards how many were promised by a process that a cut of the power would have stopped:
 *     it was told by a file system that was being shut down that its data were safe
 */
record Losses(int events, List<Long> oldestMillis, int afterwards) {
  /** What was promised right before a cut may be read right after it. */
  private static final long READ_LATE_MICROS = 500_000;

  /**
   * Lays what is lost to the charge of the cut that came next.
   *
   * @param promisesMicros when each of the lost was promised
   * @param cuts in order
   * @throws AssertionError where something is lost after the last cut
   */
  static Losses of(Collection<Long> promisesMicros, List<Moment> cuts) {
    List<Long> left = new ArrayList<>(promisesMicros);
    List<Long> oldest = new ArrayList<>();
    int afterwards = 0;
    for (Moment cut : cuts) {
      List<Long> taken =
          left.stream().filter(at -> at <= cut.deadMicros() + READ_LATE_MICROS).toList();
      left.removeAll(taken);
      List<Long> before =
          taken.stream().filter(at -> cut.frozen() || at <= cut.orderedMicros()).toList();
      afterwards += taken.size() - before.size();
      before.stream()
          .min(Long::compare)
          .ifPresent(first -> oldest.add(Math.max(0, cut.cutMicros() - first) / 1000));
    }
    if (!left.isEmpty()) {
      throw new AssertionError(left.size() + " lost, and the power was not cut after that");
    }
    return new Losses(promisesMicros.size() - afterwards, oldest, afterwards);
  }
}
