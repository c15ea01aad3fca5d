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

  final long high;
  final long low;

  Hitter(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /** How much it weighs, in events. Called from any thread. */
  abstract double weight(long nowMillis);

  /** What is left of an event after some time; all of it when a clock went backwards. */
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
