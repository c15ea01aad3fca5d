/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.filter.FloodAction.Kind;
import dev.cyclops.filter.FloodRules.Sample;
import dev.cyclops.filter.grouping.KeyedMix;
import java.time.Duration;

/**
 * An action made ready for counting: how many events of a group pass in which window, and under
 * which keys they are counted. Immutable.
 *
 * <p>What a rule counts is its own: another rule, another limit or another window begins at 0 with
 * the next event, and one that comes back finds its counts again.
 *
 * @param salt what the key of a group is changed with; the same for the same rule in all instances
 */
record Quota(Kind kind, int number, Duration window, long windowNanos, long salt) {
  /** The address rules need more than a moment: a part of a window is at least so long. */
  private static final long MIN_PART_NANOS = Duration.ofSeconds(1).toNanos();

  private static final int PAIR = 2;

  /**
   * Makes an action ready.
   *
   * @param words the rule in words, which tell it from all others
   */
  static Quota of(FloodAction action, Sample sample, String words) {
    int number = action.number();
    long nanos = action.window().toNanos();
    if (action.kind() == Kind.LIMIT && sample == Sample.SPREAD) {
      // Pairs, so that each part has a place for a second address.
      int parts = number < 2 * PAIR ? number : number / PAIR;
      parts = (int) Math.max(1, Math.min(parts, nanos / MIN_PART_NANOS));
      number /= parts;
      nanos = (nanos + parts - 1) / parts;
    }
    long salt = hash(words + '/' + number + '/' + nanos);
    return new Quota(action.kind(), number, Duration.ofNanos(nanos), nanos, salt);
  }

  private static long hash(String text) {
    long hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = KeyedMix.mix(hash ^ text.charAt(i), 0x9E37_79B9_7F4A_7C15L);
    }
    return hash;
  }
}
