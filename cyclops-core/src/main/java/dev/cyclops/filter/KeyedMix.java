/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

/**
 * The arithmetic of group keys: two lanes of 64 bits, each a chain of multiplications keyed with
 * numbers drawn from the secret. Not cryptography, but whoever does not know the secret can neither
 * aim at a key nor make two inputs meet. Immutable.
 *
 * <p>A word enters a chain by {@code mix(state ^ word, key)}: the 128 bits of a product, folded.
 */
final class KeyedMix {
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  /** What the two lanes multiply with. */
  final long highKey;

  final long lowKey;

  /** What the two lanes start from. */
  final long highSeed;

  final long lowSeed;

  private final long highEnd;
  private final long lowEnd;

  KeyedMix(GroupSecret secret) {
    long state = secret.high() ^ mix(secret.low(), GOLDEN);
    // Odd, so that no multiplication loses the lowest bits.
    highKey = draw(state, secret.low(), 1) | 1;
    lowKey = draw(state, secret.low(), 2) | 1;
    highSeed = draw(state, secret.low(), 3);
    lowSeed = draw(state, secret.low(), 4);
    highEnd = draw(state, secret.low(), 5) | 1;
    lowEnd = draw(state, secret.low(), 6) | 1;
  }

  /** The n-th number that a secret gives. */
  private static long draw(long high, long low, int n) {
    long x = high + n * GOLDEN;
    x = (x ^ x >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    x = (x ^ x >>> 27) * 0x94D0_49BB_1331_11EBL;
    x ^= x >>> 31;
    return x ^ Long.rotateLeft(low, 11 * n) * GOLDEN;
  }

  static long mix(long x, long y) {
    return Math.multiplyHigh(x, y) ^ x * y;
  }

  /** The key that two lanes end in. */
  GroupKey key(long high, long low) {
    return new GroupKey(
        mix(high ^ Long.rotateLeft(low, 32) ^ highSeed, highEnd), mix(low ^ lowSeed, lowEnd));
  }
}
