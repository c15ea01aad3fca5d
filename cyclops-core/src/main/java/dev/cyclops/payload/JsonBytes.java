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

  /** What is left of ASCII without the bit of lower case. */
  private static final long FOLDED = 0x5F * Words.ONES;

  /** Added, they reach the highest bit from the first bracket on, and from behind the last. */
  private static final long FROM_BRACKET = (0x80 - '[') * Words.ONES;

  private static final long BEHIND_BRACKET = (0x80 - ']' - 1) * Words.ONES;

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
   * Finds the end of an object or array by its quotes and brackets alone, or -1. Sixteen bytes at a
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
      // How many of its highest bits are set is as odd as the number of quotes so far.
      long quoted = 0;
      for (; i <= end - 2 * Long.BYTES; i += 2 * Long.BYTES) {
        long first = Words.get(array, i);
        long second = Words.get(array, i + Long.BYTES);
        long quotes = others(first, QUOTES);
        long moreQuotes = others(second, QUOTES);
        long brackets = bracketsAndBackslashes(first);
        long more = bracketsAndBackslashes(second);
        if (((brackets | more) & Words.HIGHS) == 0) {
          quoted ^= quotes ^ moreQuotes;
          continue;
        }
        // Of what was found, the lowest bit tells brackets from a backslash and a bar.
        if ((((brackets & ~(first << 7)) | (more & ~(second << 7))) & Words.HIGHS) != 0
            && (Words.matches(first, BACKSLASHES) | Words.matches(second, BACKSLASHES)) != 0) {
          break;
        }
        // In the highest bit of each byte: whether an odd number of quotes stands up to it.
        long odd = parity(~quotes & Words.HIGHS) ^ -(Long.bitCount(quoted & Words.HIGHS) & 1L);
        brackets &= ~odd & (first << 7) & Words.HIGHS;
        odd = parity(~moreQuotes & Words.HIGHS) ^ odd >> 63;
        more &= ~odd & (second << 7) & Words.HIGHS;
        quoted = odd & Long.MIN_VALUE;
        // The bits in which opening and closing ones differ, moved to the highest.
        int opening = Long.bitCount((brackets & first << 6) | (more & second << 6) >>> 1);
        int closing = Long.bitCount((brackets & first << 5) | (more & second << 5) >>> 1);
        if (open > closing && open + opening <= maxDepth) {
          open += opening - closing;
          continue;
        }
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
      if ((Long.bitCount(quoted & Words.HIGHS) & 1) != 0) {
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

  /** The highest bit of each byte that is not as those of the pattern, and bits without meaning. */
  private static long others(long word, long pattern) {
    return (((word ^ pattern) & ~Words.HIGHS) + ~Words.HIGHS) | word;
  }

  /**
   * The highest bit of each byte that is a bracket, a backslash or a bar, and bits without meaning:
   * without the bit of lower case the six are three in a row.
   */
  private static long bracketsAndBackslashes(long word) {
    long folded = word & FOLDED;
    return ((folded + FROM_BRACKET) ^ (folded + BEHIND_BRACKET)) & ~word;
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
