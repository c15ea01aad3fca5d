/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of an array at a time, as one number whose lowest byte is the first. */
public final class Words {
  /** A one in each byte: times a byte it is that byte eight times. */
  public static final long ONES = 0x0101_0101_0101_0101L;

  static final long HIGHS = 0x8080_8080_8080_8080L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Words() {}

  /**
   * Reads eight bytes.
   *
   * @param array where from
   * @param index of the first; eight must be left
   * @return the bytes
   */
  public static long get(byte[] array, int index) {
    return (long) LONGS.get(array, index);
  }

  /**
   * Writes eight bytes.
   *
   * @param array where to
   * @param index of the first; there must be room for eight
   * @param word the bytes
   */
  public static void set(byte[] array, int index, long word) {
    LONGS.set(array, index, word);
  }

  /**
   * Looks for a byte in eight.
   *
   * @param word the eight
   * @param pattern that byte eight times
   * @return not 0 when it is there; then the lowest bit set is the highest of the first such byte,
   *     while higher bits may be wrong
   */
  public static long matches(long word, long pattern) {
    long difference = word ^ pattern;
    return (difference - ONES) & ~difference & HIGHS;
  }

  /**
   * Looks for either of two bytes in eight.
   *
   * @param word the eight
   * @param pattern one of ASCII, eight times
   * @param other another of ASCII, eight times
   * @return as {@link #matches}
   */
  public static long matchesEither(long word, long pattern, long other) {
    return (((word ^ pattern) - ONES) | ((word ^ other) - ONES)) & ~word & HIGHS;
  }

  /**
   * Which of eight bytes the lowest bit set stands in.
   *
   * @param matches an answer of {@link #matches}
   * @return 0 to 7; 8 when nothing matched
   */
  public static int first(long matches) {
    return Long.numberOfTrailingZeros(matches) >>> 3;
  }
}
