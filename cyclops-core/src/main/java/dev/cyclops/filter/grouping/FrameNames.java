/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.payload.JsonBytes;
import java.util.function.ToLongFunction;

/**
 * The members of frames that do not count as they are: local variables and memory addresses differ
 * between repeats of one error, and so do parts of URLs and of generated names. Known by the hash
 * of their name. Immutable.
 */
final class FrameNames {
  /** Counts as it is. */
  static final int ANY = 0;

  static final int FUNCTION = 1;
  static final int FILE = 2;
  static final int MODULE = 3;
  static final int IN_APP = 4;

  /** From here on left out: the address of an instruction, but for its place in its page. */
  static final int ADDRESS = 5;

  static final int LEFT_OUT = 6;

  /** What a frame says of itself: that it has a function with a name. */
  static final int NAMED = 1;

  /** That it is of the program itself. */
  static final int IN_APP_MARK = 2;

  /** That its file is the page it ran in. */
  static final int OF_PAGE = 4;

  /** Where programs are loaded differs by whole pages, of at least this size. */
  private static final int PAGE = 4096;

  private static final int MAX_NAMES = 10;
  private static final long PAGE_OFFSET = 0x0FF5_E700_0000L;

  private final long[] names = new long[MAX_NAMES];
  private final int[] kinds = new int[MAX_NAMES];
  private int count;

  FrameNames(ToLongFunction<String> hash) {
    add(hash, "function", FUNCTION);
    add(hash, "filename", FILE);
    add(hash, "abs_path", FILE);
    add(hash, "module", MODULE);
    add(hash, "in_app", IN_APP);
    add(hash, "instruction_addr", ADDRESS);
    add(hash, "symbol_addr", LEFT_OUT);
    add(hash, "image_addr", LEFT_OUT);
    add(hash, "addr_mode", LEFT_OUT);
    add(hash, "vars", LEFT_OUT);
  }

  private void add(ToLongFunction<String> hash, String name, int kind) {
    names[count] = hash.applyAsLong(name);
    kinds[count++] = kind;
  }

  /** What counts of the value of a member, by the hash of its name. */
  int kindOf(long name) {
    for (int i = 0; i < count; i++) {
      if (names[i] == name) {
        return kinds[i];
      }
    }
    return ANY;
  }

  /** Whether a string between two indexes stands for a function whose name nobody knows. */
  static boolean isUnknown(byte[] array, int from, int to) {
    if (to <= from) {
      return true;
    }
    return switch (array[from]) {
      case '?' -> is(array, from, to, "?") || is(array, from, to, "??");
      case '<' ->
          is(array, from, to, "<redacted>")
              || is(array, from, to, "<unknown>")
              || is(array, from, to, "<?>");
      case '0' -> isAddress(array, from, to);
      default -> false;
    };
  }

  /** Whether the bytes from a place up to another are a word of ASCII. */
  static boolean is(byte[] array, int from, int to, String word) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (array[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAddress(byte[] array, int from, int to) {
    boolean address = to - from > 2 && (array[from + 1] | 0x20) == 'x';
    for (int i = from + 2; address && i < to; i++) {
      address = Character.digit(array[i], 16) >= 0;
    }
    return address;
  }

  /**
   * What of an address stays when the program is loaded elsewhere, as a word to mix in.
   *
   * @param from where the value stands: a number, or a string with a number in it
   */
  long pageOffset(byte[] array, int from, int end) {
    int i = JsonBytes.skipSpace(array, from, end);
    i += i < end && array[i] == '"' ? 1 : 0;
    boolean hex = i + 1 < end && array[i] == '0' && (array[i + 1] | 0x20) == 'x';
    i += hex ? 2 : 0;
    int radix = hex ? 16 : 10;
    long address = 0;
    for (; i < end; i++) {
      int digit = Character.digit(array[i], radix);
      if (digit < 0) {
        break;
      }
      address = radix * address + digit;
    }
    return PAGE_OFFSET | (address & (PAGE - 1));
  }
}
