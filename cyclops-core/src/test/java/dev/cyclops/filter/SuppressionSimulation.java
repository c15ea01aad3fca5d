/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.time.Duration;
import java.util.Random;

/**
 * An attacker floods a group at an even pace, from one address or some in turns, and somebody else
 * sends genuine events of it from one address, once a second. For a single thread.
 *
 * @param maxEvents the limit
 * @param window the window
 * @param addresses how many the attacker has
 * @param attacks how many events a second the attacker sends
 * @param random whether the genuine events come at random, or exactly once a second
 */
record SuppressionSimulation(
    int maxEvents, Duration window, int addresses, int attacks, boolean random) {
  private static final GroupKey GROUP = new GroupKey(11, 22);
  private static final long SECOND = 1_000_000_000;

  /**
   * What came of it.
   *
   * @param held windows with a genuine event
   * @param heard those of them in which one passed
   * @param most the most events that passed in a window
   * @param least the fewest, the first and the last window left out
   */
  record Outcome(int held, int heard, int most, int least) {
    double share() {
      return (double) heard / held;
    }
  }

  Outcome run(int seconds) {
    long[] nanos = {Long.MAX_VALUE - 500};
    Cache cache = Cache.inMemory(64, () -> nanos[0]);
    FloodFilter filter = new FloodFilter(cache, maxEvents, window, () -> nanos[0]);
    Random draw = new Random(4711);
    long gap = SECOND / attacks;
    long genuineIn = SECOND / 2;
    int windows = 0;
    int held = 0;
    int heard = 0;
    int most = 0;
    int least = Integer.MAX_VALUE;
    int passed = 0;
    boolean holds = false;
    boolean hears = false;
    for (long i = 0; i < (long) seconds * attacks; i++) {
      boolean genuine = genuineIn <= 0;
      String source = genuine ? "203.0.113.7" : "198.51.100." + i % addresses;
      FloodFilter.Verdict verdict = filter.check(1, GROUP, EventFields.NONE, source);
      if (verdict.count() == 1) {
        held += holds ? 1 : 0;
        heard += hears ? 1 : 0;
        most = Math.max(most, passed);
        least = windows > 1 ? Math.min(least, passed) : least;
        windows++;
        passed = 0;
        holds = false;
        hears = false;
      }
      passed += verdict.passes() ? 1 : 0;
      holds |= genuine;
      hears |= genuine && verdict.passes();
      if (genuine) {
        genuineIn += random ? (long) (-Math.log(1 - draw.nextDouble()) * SECOND) : SECOND;
      } else {
        genuineIn -= gap;
        nanos[0] += gap;
      }
    }
    return new Outcome(held, heard, most, least);
  }
}
