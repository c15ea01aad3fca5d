/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

/**
 * The arithmetic of group keys: two lanes of 64 bits, each a chain of multiplications keyed with
 * numbers drawn from the secret. Not cryptography, but whoever does not know the secret can neither
 * aim at a key nor make two inputs meet. Immutable. Public for the flood filter, in a package that
 * is not exported.
 *
 * <p>A word enters a chain by {@code mix(state ^ word, key)}: the 128 bits of a product, folded.
 */
public final class KeyedMix {
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  /** What the two lanes multiply with. */
  final long highKey;

  final long lowKey;

  /** What the two lanes start from. */
  final long highSeed;

  final long lowSeed;

  private final long highEnd;
  private final long lowEnd;

  /**
   * Draws the numbers of a secret.
   *
   * @param secretHigh its upper 64 bits
   * @param secretLow its lower 64 bits
   */
  public KeyedMix(long secretHigh, long secretLow) {
    long state = secretHigh ^ mix(secretLow, GOLDEN);
    // Odd, so that no multiplication loses the lowest bits.
    highKey = draw(state, secretLow, 1) | 1;
    lowKey = draw(state, secretLow, 2) | 1;
    highSeed = draw(state, secretLow, 3);
    lowSeed = draw(state, secretLow, 4);
    highEnd = draw(state, secretLow, 5) | 1;
    lowEnd = draw(state, secretLow, 6) | 1;
  }

  /** The n-th number that a secret gives. */
  private static long draw(long high, long low, int n) {
    long x = high + n * GOLDEN;
    x = (x ^ x >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    x = (x ^ x >>> 27) * 0x94D0_49BB_1331_11EBL;
    x ^= x >>> 31;
    return x ^ Long.rotateLeft(low, 11 * n) * GOLDEN;
  }

  /**
   * One link of a chain.
   *
   * @param x the state, with what enters it
   * @param y what it is multiplied with, an odd number that nobody outside knows
   * @return the next state
   */
  public static long mix(long x, long y) {
    return Math.multiplyHigh(x, y) ^ x * y;
  }

  /**
   * What the upper lane starts from.
   *
   * @return the same for the same secret
   */
  public long highSeed() {
    return highSeed;
  }

  /**
   * What the lower lane starts from.
   *
   * @return the same for the same secret
   */
  public long lowSeed() {
    return lowSeed;
  }

  /**
   * Lets a word enter the upper lane.
   *
   * @param state the lane so far
   * @param word what enters
   * @return the lane from here on
   */
  public long mixHigh(long state, long word) {
    return mix(state ^ word, highKey);
  }

  /**
   * Lets a word enter the lower lane.
   *
   * @param state the lane so far
   * @param word what enters
   * @return the lane from here on
   */
  public long mixLow(long state, long word) {
    return mix(state ^ word, lowKey);
  }

  /** The upper half of the key that two lanes end in. */
  long keyHigh(long high, long low) {
    return mix(high ^ Long.rotateLeft(low, 32) ^ highSeed, highEnd);
  }

  /** The lower half of the key that two lanes end in. */
  long keyLow(long low) {
    return mix(low ^ lowSeed, lowEnd);
  }
}
