/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

/**
 * Finds where the parts of JSON end, eight bytes at a time and without recursion. Whatever the
 * bytes are, it ends in time that grows with their number alone, and never throws.
 */
public final class JsonBytes {
  private static final long QUOTES = '"' * Words.ONES;
  private static final long BACKSLASHES = '\\' * Words.ONES;

  /** The bits that the four brackets have in common, and what is in them. */
  private static final long BRACKET_BITS = 0xD9D9_D9D9_D9D9_D9D9L;

  private static final long BRACKETS = 0x59 * Words.ONES;

  private JsonBytes() {}

  /**
   * Finds the end of the next value, whatever it is.
   *
   * @param array the bytes
   * @param from where it stands, white space before it allowed
   * @param end index after the last byte
   * @param maxDepth how many objects and arrays may be open in it at once
   * @return index after it, or -1 when it is broken
   */
  public static int valueEnd(byte[] array, int from, int end, int maxDepth) {
    int i = skipSpace(array, from, end);
    if (i >= end) {
      return -1;
    }
    byte c = array[i];
    if (c == '{' || c == '[') {
      return nestedEnd(array, i + 1, end, maxDepth);
    }
    if (c == '"') {
      int quote = closingQuote(array, i + 1, end);
      return quote < end ? quote + 1 : -1;
    }
    int stop = scalarEnd(array, i, end);
    return stop > i ? stop : -1;
  }

  /**
   * Finds the end of a string.
   *
   * @param array the bytes
   * @param from index after the opening quote
   * @param end index after the last byte
   * @return index of the closing quote, or {@code end} when there is none
   */
  public static int closingQuote(byte[] array, int from, int end) {
    int i = from;
    while (i <= end - Long.BYTES) {
      long found = quotesAndBackslashes(Words.get(array, i));
      if (found == 0) {
        i += Long.BYTES;
        continue;
      }
      i += Words.first(found);
      if (array[i] == '"') {
        return i;
      }
      i += 2;
    }
    for (; i < end; i++) {
      if (array[i] == '"') {
        return i;
      }
      if (array[i] == '\\') {
        i++;
      }
    }
    return end;
  }

  private static long quotesAndBackslashes(long word) {
    return Words.matchesEither(word, QUOTES, BACKSLASHES);
  }

  /** Whether a backslash stands between two indexes. */
  static boolean hasBackslash(byte[] array, int from, int to) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      if (Words.matches(Words.get(array, i), BACKSLASHES) != 0) {
        return true;
      }
    }
    while (i < to && array[i] != '\\') {
      i++;
    }
    return i < to;
  }

  /**
   * Finds the end of an object or array by its quotes and brackets alone, or -1. Eight bytes at a
   * time: whether a byte stands in a string is the parity of the quotes before it, which needs no
   * branch, and short strings that end where no processor can predict cost nothing extra.
   */
  private static int nestedEnd(byte[] array, int from, int end, int maxDepth) {
    if (maxDepth < 1) {
      return -1;
    }
    int open = 1;
    int i = from;
    while (i < end) {
      long inString = 0;
      for (; i <= end - 2 * Long.BYTES; i += 2 * Long.BYTES) {
        long first = Words.get(array, i);
        long second = Words.get(array, i + Long.BYTES);
        if ((Words.matches(first, BACKSLASHES) | Words.matches(second, BACKSLASHES)) != 0) {
          break;
        }
        long quotes = exactMatches(first, QUOTES);
        long moreQuotes = exactMatches(second, QUOTES);
        long brackets = Words.matches(first & BRACKET_BITS, BRACKETS);
        long more = Words.matches(second & BRACKET_BITS, BRACKETS);
        if ((brackets | more) == 0) {
          inString ^= -(Long.bitCount(quotes | moreQuotes >>> 1) & 1L);
          continue;
        }
        // In the highest bit of each byte: whether an odd number of quotes stands up to it.
        long odd = parity(quotes) ^ inString;
        brackets &= ~odd;
        odd = parity(moreQuotes) ^ odd >> 63;
        more &= ~odd;
        inString = odd >> 63;
        int at = i;
        while ((brackets | more) != 0) {
          if (brackets == 0) {
            brackets = more;
            more = 0;
            at += Long.BYTES;
          }
          int found = at + Words.first(brackets);
          brackets &= brackets - 1;
          open += bracket(array[found]);
          if (open == 0) {
            return found + 1;
          }
          if (open > maxDepth) {
            return -1;
          }
        }
      }
      // An escape is near, or the end: byte by byte past it, and past the string it stands in.
      int stop = Math.min(end, i + 2 * Long.BYTES);
      if (inString != 0) {
        i = closingQuote(array, i, end) + 1;
      }
      for (; i < stop; i++) {
        byte c = array[i];
        if (c == '"') {
          i = closingQuote(array, i + 1, end);
        } else {
          open += bracket(c);
          if (open == 0) {
            return i + 1;
          }
          if (open > maxDepth) {
            return -1;
          }
        }
      }
    }
    return -1;
  }

  /** The highest bit of each byte that is as those of the pattern, and of no other. */
  private static long exactMatches(long word, long pattern) {
    long difference = word ^ pattern;
    return ~(((difference & ~Words.HIGHS) + ~Words.HIGHS) | difference) & Words.HIGHS;
  }

  private static long parity(long quotes) {
    return ((quotes >>> 7) * Words.ONES) << 7;
  }

  private static int bracket(byte c) {
    return switch (c) {
      case '{', '[' -> 1;
      case '}', ']' -> -1;
      default -> 0;
    };
  }

  /**
   * Skips white space.
   *
   * @param array the bytes
   * @param from where to begin
   * @param end index after the last byte
   * @return index of the next other byte, or {@code end}
   */
  public static int skipSpace(byte[] array, int from, int end) {
    int i = from;
    while (i < end && isSpace(array[i])) {
      i++;
    }
    return i;
  }

  /**
   * Whether a byte is white space in JSON.
   *
   * @param c the byte
   * @return true for blank, tab, CR and LF
   */
  public static boolean isSpace(byte c) {
    return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
  }

  /**
   * Finds the end of a number, a literal or a bare word.
   *
   * @param array the bytes
   * @param from its first byte
   * @param end index after the last byte
   * @return index after it; {@code from} when no such value starts there
   */
  public static int scalarEnd(byte[] array, int from, int end) {
    int i = from;
    while (i < end && isScalar(array[i])) {
      i++;
    }
    return i;
  }

  private static boolean isScalar(byte c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '-'
        || c == '+'
        || c == '.';
  }
}
