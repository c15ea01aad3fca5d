/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.payload.Words;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * Finds where one of a few names may stand in JSON, without walking through it: with its quotes, or
 * with one of its characters escaped. It finds each place where such a member could be, and others,
 * such as a string of that text: what stands there, only a walk can tell.
 *
 * <p>Looks up four bytes at every few positions, so far apart that no name fits between two of
 * them: each name is known by as many fours as there are positions from one look to the next, and
 * the eight bytes around them are searched for backslashes at once. Immutable.
 */
final class KeySearch {
  private static final int GRAM = Integer.BYTES;
  private static final int SHIFT = Integer.SIZE - 12;
  private static final int FACTOR = 0x9E37_79B1;
  private static final long BACKSLASHES = '\\' * Words.ONES;
  private static final long HIGHS = 0x8080_8080_8080_8080L;

  /** How far apart the looks are for names of ten bytes and more with their quotes. */
  private static final int LONG_STEP = 7;

  /** For shorter names, of seven bytes and more. */
  private static final int SHORT_STEP = 4;

  private final byte[][] keys;

  /** By the hash of four bytes: which entry to begin with, plus one; 0 for none. */
  private final byte[] heads = new byte[1 << (Integer.SIZE - SHIFT)];

  /** The entry with the same hash to go on with, plus one. */
  private final byte[] tails;

  /** How far apart the looks are. A name's n-th entry is for its four bytes from index n on. */
  private final int step;

  KeySearch(Collection<Member> members) {
    keys = new byte[members.size()][];
    int shortest = Integer.MAX_VALUE;
    int k = 0;
    for (Member member : members) {
      keys[k] = ('"' + member.text() + '"').getBytes(StandardCharsets.US_ASCII);
      shortest = Math.min(shortest, keys[k++].length);
    }
    step = shortest >= LONG_STEP + GRAM - 1 ? LONG_STEP : SHORT_STEP;
    tails = new byte[keys.length * step];
    for (int entry = 0; entry < tails.length; entry++) {
      byte[] key = keys[entry / step];
      int at = entry % step;
      int gram = 0;
      for (int i = GRAM - 1; i >= 0; i--) {
        gram = gram << Byte.SIZE | key[at + i];
      }
      int hash = hash(gram);
      tails[entry] = heads[hash];
      heads[hash] = (byte) (entry + 1);
    }
  }

  private static int hash(long word) {
    return ((int) word * FACTOR) >>> SHIFT;
  }

  /** The highest bit of a byte tells a backslash; some bits above the first may be wrong. */
  private static long backslashes(long word) {
    long difference = word ^ BACKSLASHES;
    return (difference - Words.ONES) & ~difference;
  }

  /**
   * Finds the first place where a name may stand.
   *
   * @param array the bytes
   * @param from where to begin, outside of any name
   * @param end index after the last byte; eight bytes at least before it belong to the array
   * @return the index of its first quote or of an escape; {@code end} when there is none
   */
  int next(byte[] array, int from, int end) {
    return step == LONG_STEP ? nextOfLong(array, from, end) : nextOfShort(array, from, end);
  }

  // Twice the same, with another constant: with a variable it is half as fast.

  private int nextOfLong(byte[] array, int from, int end) {
    byte[] table = heads;
    int i = from;
    for (int stop = end - 3 * LONG_STEP - Long.BYTES; i <= stop; i += 4 * LONG_STEP) {
      long first = Words.get(array, i);
      long second = Words.get(array, i + LONG_STEP);
      long third = Words.get(array, i + 2 * LONG_STEP);
      long fourth = Words.get(array, i + 3 * LONG_STEP);
      long escapes =
          backslashes(first) | backslashes(second) | backslashes(third) | backslashes(fourth);
      int hits =
          table[hash(first)] | table[hash(second)] | table[hash(third)] | table[hash(fourth)];
      if (((escapes & HIGHS) | hits) != 0) {
        int found = look(array, i, i + 4 * LONG_STEP, from, end);
        if (found < end) {
          return found;
        }
      }
    }
    return look(array, i, end, from, end);
  }

  private int nextOfShort(byte[] array, int from, int end) {
    byte[] table = heads;
    int i = from;
    for (int stop = end - SHORT_STEP - Long.BYTES; i <= stop; i += 2 * SHORT_STEP) {
      long first = Words.get(array, i);
      long second = Words.get(array, i + SHORT_STEP);
      int hits = table[hash(first)] | table[hash(second)];
      if ((((backslashes(first) | backslashes(second)) & HIGHS) | hits) != 0) {
        int found = look(array, i, i + 2 * SHORT_STEP, from, end);
        if (found < end) {
          return found;
        }
      }
    }
    return look(array, i, end, from, end);
  }

  /** As {@link #next}, for the looks from one index up to another. */
  private int look(byte[] array, int first, int stop, int from, int end) {
    for (int i = first; i < stop; i += step) {
      int behind = Math.max(0, i + Long.BYTES - end);
      long word = Words.get(array, i - behind) >>> (behind * Byte.SIZE);
      for (int entry = heads[hash(word)]; entry > 0; entry = tails[entry - 1]) {
        int start = i - (entry - 1) % step;
        if (start >= from && matches(keys[(entry - 1) / step], array, start, end)) {
          return start;
        }
      }
      for (long found = backslashes(word) & HIGHS; found != 0; found &= found - 1) {
        if (isEscapedName(array, i + Words.first(found), end)) {
          return i + Words.first(found);
        }
      }
    }
    return end;
  }

  private static boolean matches(byte[] key, byte[] array, int start, int end) {
    if (key.length > end - start) {
      return false;
    }
    int i = 0;
    while (i < key.length && array[start + i] == key[i]) {
      i++;
    }
    return i == key.length;
  }

  /** Whether an escape stands for a letter, an underscore or a dot: for what is in names. */
  private static boolean isEscapedName(byte[] array, int at, int end) {
    return end - at >= 6
        && array[at] == '\\'
        && array[at + 1] == 'u'
        && array[at + 2] == '0'
        && array[at + 3] == '0'
        && ((array[at + 4] >= '4' && array[at + 4] <= '7')
            || (array[at + 4] == '2' && (array[at + 5] | 0x20) == 'e'));
  }
}
