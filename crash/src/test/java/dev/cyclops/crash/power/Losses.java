/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** How much of the time before each power cut is lost with it. */
final class Losses {
  /** A promise that was given right before a cut may be read right after it. */
  private static final long READ_LATE_MICROS = 500_000;

  private Losses() {}

  /**
   * Lays what was lost to the next cut's charge.
   *
   * @param promisesMicros when each of the lost was promised
   * @param cutsMicros when the power was cut, in order
   * @return for each cut that took something: how long before it the first of that was promised
   * @throws AssertionError where something is lost after the last cut
   */
  static List<Long> oldestMillis(Collection<Long> promisesMicros, List<Long> cutsMicros) {
    List<Long> oldest = new ArrayList<>();
    long from = Long.MIN_VALUE;
    for (long cut : cutsMicros) {
      long after = from;
      promisesMicros.stream()
          .mapToLong(promise -> promise)
          .filter(promise -> promise > after && promise <= cut + READ_LATE_MICROS)
          .min()
          .ifPresent(first -> oldest.add(Math.max(0, cut - first) / 1000));
      from = cut + READ_LATE_MICROS;
    }
    for (long promise : promisesMicros) {
      if (promise > from) {
        throw new AssertionError("lost, and the power was not cut after it was promised");
      }
    }
    return oldest;
  }
}
