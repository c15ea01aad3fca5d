/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

/** Decodes JSON strings from bytes to bytes, without a {@code String} between. */
public final class JsonText {
  /** How many bytes {@link #decode} may overwrite behind its result. */
  public static final int SLACK = 8;

  private static final long QUOTES = '"' * Words.ONES;
  private static final long BACKSLASHES = '\\' * Words.ONES;

  /** The bytes of a numeric escape. */
  private static final int UNIT = 6;

  private JsonText() {}

  /**
   * Writes what the inside of a JSON string means, as {@link #decodeToQuote} does.
   *
   * @param from the array the string stands in
   * @param start index after its opening quote
   * @param end index of its closing quote
   * @param into where to write, from index 0 on
   * @param max how many bytes to write at most, where the rest is cut; the array must be longer by
   *     {@link #SLACK}
   * @return how many bytes were written
   */
  public static int decode(byte[] from, int start, int end, byte[] into, int max) {
    return (int) decodeToQuote(from, start, end, into, max);
  }

  /**
   * Writes what a JSON string means, as UTF-8, while looking for its end. An unknown escape means
   * its character, a numeric one without four digits itself; a lone surrogate becomes the three
   * bytes that UTF-8 would have for it.
   *
   * @param from the array the string stands in
   * @param start index after its opening quote
   * @param end where to give up
   * @param into where to write, from index 0 on
   * @param max how many bytes to write at most, where the rest is cut; the array must be longer by
   *     {@link #SLACK}
   * @return in the lower half how many bytes were written; in the upper half the index of the
   *     closing quote, or {@code end} when there is none
   */
  public static long decodeToQuote(byte[] from, int start, int end, byte[] into, int max) {
    int read = start;
    int written = 0;
    while (read < end && written < max) {
      if (read <= end - Long.BYTES) {
        long word = Words.get(from, read);
        Words.set(into, written, word);
        long found = Words.matchesEither(word, BACKSLASHES, QUOTES);
        int plain = found == 0 ? Long.BYTES : Words.first(found);
        read += plain;
        written += plain;
        if (found == 0) {
          continue;
        }
      } else if (from[read] != '\\' && from[read] != '"') {
        into[written++] = from[read++];
        continue;
      }
      if (from[read] == '"' || written >= max) {
        break;
      }
      if (read + 1 < end && from[read + 1] == 'u') {
        int c = codePoint(from, read, end);
        if (c < 0) {
          into[written++] = from[read++];
        } else {
          written = encode(c, into, written);
          read += c < 0x10000 ? UNIT : 2 * UNIT;
        }
      } else {
        into[written++] = read + 1 < end ? unescape(from[read + 1]) : from[read];
        read += 2;
      }
    }
    int quote = JsonBytes.closingQuote(from, Math.min(read, end), end);
    return (long) quote << 32 | Math.min(written, max);
  }

  private static byte unescape(byte c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }

  /** What one escape means, or two that are surrogates of each other; -1 when it is wrong. */
  private static int codePoint(byte[] from, int at, int end) {
    int high = unicode(from, at, end);
    if (high < 0 || !Character.isHighSurrogate((char) high)) {
      return high;
    }
    int low = unicode(from, at + UNIT, end);
    return low >= 0 && Character.isLowSurrogate((char) low)
        ? Character.toCodePoint((char) high, (char) low)
        : high;
  }

  /** The UTF-16 unit of an escape, or -1. */
  private static int unicode(byte[] from, int at, int end) {
    if (at + UNIT > end || from[at] != '\\' || from[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + UNIT; i++) {
      int digit = Character.digit(from[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private static int encode(int c, byte[] into, int at) {
    int i = at;
    if (c < 0x80) {
      into[i++] = (byte) c;
    } else if (c < 0x800) {
      into[i++] = (byte) (0xC0 | c >> 6);
      into[i++] = (byte) (0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      into[i++] = (byte) (0xE0 | c >> 12);
      into[i++] = (byte) (0x80 | (c >> 6 & 0x3F));
      into[i++] = (byte) (0x80 | (c & 0x3F));
    } else {
      into[i++] = (byte) (0xF0 | c >> 18);
      into[i++] = (byte) (0x80 | (c >> 12 & 0x3F));
      into[i++] = (byte) (0x80 | (c >> 6 & 0x3F));
      into[i++] = (byte) (0x80 | (c & 0x3F));
    }
    return i;
  }
}
