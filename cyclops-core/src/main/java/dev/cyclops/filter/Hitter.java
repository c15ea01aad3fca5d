/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

/**
 * A key that is followed because it comes often. Its weight is how often, the more recent the more:
 * an event of a minute ago counts half. All weights decay alike, so that their order changes by new
 * events only.
 */
abstract class Hitter {
  private static final double HALF_LIFE_MILLIS = 60_000;

  /** By which a weight falls in a millisecond, as an exponent. */
  static final double DECAY_PER_MILLI = Math.log(2) / HALF_LIFE_MILLIS;

  /** From here on the clock was set back; less is a thread that was late. */
  private static final long SET_BACK_MILLIS = 60_000;

  final long high;
  final long low;

  Hitter(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /** How much it weighs, in events. Called from any thread. */
  abstract double weight(long nowMillis);

  /**
   * Whether something that was done at one time is to be done again at another.
   *
   * @param millis how much later that is, or how much earlier when below 0
   * @param period how often it is to be done
   */
  static boolean isDue(long millis, long period) {
    return millis >= period || millis <= -SET_BACK_MILLIS;
  }

  /** What is left of an event after some time; all of it when it is still to come. */
  static double left(long millis) {
    return millis <= 0 ? 1 : Math.exp(-millis * DECAY_PER_MILLI);
  }

  /** All bits decide: a fingerprinter of somebody else's may count its groups upwards. */
  static long spread(long high, long low) {
    long mixed = (high ^ Long.rotateLeft(low, 32)) * 0x9E37_79B9_7F4A_7C15L + low;
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8_FEB8_6659_FD93L;
    return mixed ^ mixed >>> 32;
  }
}
