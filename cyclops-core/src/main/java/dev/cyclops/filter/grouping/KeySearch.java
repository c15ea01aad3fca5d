/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.payload.Words;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;

/**
 * Finds where one of a few names may stand in JSON, without walking through it: with its quotes, or
 * with some of its characters escaped. It finds each place where such a member could be, and
 * others, such as a string of that text: what stands there, only a walk can tell.
 *
 * <p>Looks up four bytes at every few positions, so far apart that no name fits between two of
 * them: a name is known by as many fours of its bytes, one behind the other, as there are positions
 * from one look to the next. The same goes for each way to spell it with escapes, around the first
 * of them. Immutable.
 */
final class KeySearch {
  private static final int GRAM = Integer.BYTES;
  private static final int SHIFT = Integer.SIZE - 14;
  private static final int FACTOR = 0x9E37_79B1;

  /** How far apart the looks are for names of ten bytes and more with their quotes. */
  private static final int LONG_STEP = 7;

  /** For shorter names, of seven bytes and more. */
  private static final int SHORT_STEP = 4;

  private static final byte AROUND = LONG_STEP + 1;

  /** The bytes of a numeric escape. */
  private static final int UNIT = 6;

  private final byte[][] keys;

  /**
   * By the hash of four bytes: how far into a name they stand, plus one; {@link #AROUND} where they
   * may be near an escape, or at several places of names; 0 where none is near.
   */
  private final byte[] grams = new byte[1 << (Integer.SIZE - SHIFT)];

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
    for (byte[] key : keys) {
      add(key, 0, true);
      addSpellings(key, 0, new byte[3 * UNIT + key.length], 0, -1);
    }
  }

  /** Adds the fours that start at an index and at those behind it. */
  private void add(byte[] bytes, int from, boolean plain) {
    for (int i = from; i < from + step; i++) {
      int gram = 0;
      for (int j = i + GRAM - 1; j >= i; j--) {
        gram = (gram << Byte.SIZE) | bytes[j];
      }
      byte code = plain ? (byte) (i + 1) : AROUND;
      int hash = hash(gram);
      grams[hash] = grams[hash] == 0 || grams[hash] == code ? code : AROUND;
    }
  }

  /**
   * Adds the ways to spell a name with an escape, as far as they differ around the first escape.
   *
   * @param next the next byte of the name
   * @param escape where the first escape stands, or -1
   */
  private void addSpellings(byte[] key, int next, byte[] spelled, int length, int escape) {
    int window = step + GRAM - 1;
    int from = Math.max(0, escape + UNIT + 1 - window);
    if (escape >= 0 && length >= from + window) {
      add(spelled, from, false);
      return;
    }
    if (next == key.length) {
      return;
    }
    spelled[length] = key[next];
    addSpellings(key, next + 1, spelled, length + 1, escape);
    if (key[next] != '"') {
      int first = escape < 0 ? length : escape;
      String hex = "\\u00" + Integer.toHexString(key[next]);
      for (String unit : new String[] {hex, "\\u" + hex.substring(2).toUpperCase(Locale.ROOT)}) {
        byte[] bytes = unit.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, spelled, length, UNIT);
        addSpellings(key, next + 1, spelled, length + UNIT, first);
      }
    }
  }

  private static int hash(long word) {
    return ((int) word * FACTOR) >>> SHIFT;
  }

  /**
   * Finds the first place where a name may stand.
   *
   * @param array the bytes
   * @param from where to begin, outside of any name
   * @param end index after the last byte
   * @return the index of its first quote or of an escape; {@code end} when there is none
   */
  int next(byte[] array, int from, int end) {
    return step == LONG_STEP ? nextOfLong(array, from, end) : nextOfShort(array, from, end);
  }

  // Twice the same with another constant: with a variable it took a third longer.

  private int nextOfLong(byte[] array, int from, int end) {
    byte[] table = grams;
    int i = from;
    for (int stop = end - 3 * LONG_STEP - Long.BYTES; i <= stop; i += 4 * LONG_STEP) {
      int first = table[hash(Words.get(array, i))] | table[hash(Words.get(array, i + LONG_STEP))];
      int second =
          table[hash(Words.get(array, i + 2 * LONG_STEP))]
              | table[hash(Words.get(array, i + 3 * LONG_STEP))];
      if ((first | second) != 0) {
        int found = look(array, i, i + 4 * LONG_STEP, from, end);
        if (found < end) {
          return found;
        }
      }
    }
    return look(array, i, end, from, end);
  }

  private int nextOfShort(byte[] array, int from, int end) {
    byte[] table = grams;
    int i = from;
    for (int stop = end - 3 * SHORT_STEP - Long.BYTES; i <= stop; i += 4 * SHORT_STEP) {
      int first = table[hash(Words.get(array, i))] | table[hash(Words.get(array, i + SHORT_STEP))];
      int second =
          table[hash(Words.get(array, i + 2 * SHORT_STEP))]
              | table[hash(Words.get(array, i + 3 * SHORT_STEP))];
      if ((first | second) != 0) {
        int found = look(array, i, i + 4 * SHORT_STEP, from, end);
        if (found < end) {
          return found;
        }
      }
    }
    return look(array, i, end, from, end);
  }

  /** As {@link #next}, for the looks from one index up to another. */
  private int look(byte[] array, int first, int stop, int from, int end) {
    for (int i = first; i < stop && i <= end - GRAM; i += step) {
      int gram =
          (array[i] & 0xFF)
              | ((array[i + 1] & 0xFF) << 8)
              | ((array[i + 2] & 0xFF) << 16)
              | (array[i + 3] << 24);
      byte code = grams[hash(gram)];
      if (code != 0) {
        int start = i - code + 1;
        int found = end;
        if (code == AROUND) {
          found = around(array, i, from, end);
        } else if (start >= from && array[start] == '"' && startsKey(array, start, end)) {
          found = start;
        }
        if (found < end) {
          return found;
        }
      }
    }
    return end;
  }

  /** Where a name or an escape stands of which four bytes at an index may be a part. */
  private int around(byte[] array, int i, int from, int end) {
    int stop = Math.min(end, i + GRAM + UNIT);
    for (int at = Math.max(from, i - step - UNIT); at < stop; at++) {
      byte c = array[at];
      if ((c == '"' && startsKey(array, at, end)) || (c == '\\' && isEscapedName(array, at, end))) {
        return at;
      }
    }
    return end;
  }

  private boolean startsKey(byte[] array, int start, int end) {
    for (byte[] key : keys) {
      if (key.length <= end - start && matches(key, array, start)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] key, byte[] array, int start) {
    int i = 0;
    while (i < key.length && array[start + i] == key[i]) {
      i++;
    }
    return i == key.length;
  }

  /** Whether an escape stands for a letter, an underscore or a dot: for what is in names. */
  private static boolean isEscapedName(byte[] array, int at, int end) {
    return end - at >= UNIT
        && array[at + 1] == 'u'
        && array[at + 2] == '0'
        && array[at + 3] == '0'
        && ((array[at + 4] >= '4' && array[at + 4] <= '7')
            || (array[at + 4] == '2' && (array[at + 5] | 0x20) == 'e'));
  }
}
