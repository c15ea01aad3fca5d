/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

/**
 * Makes the pattern of a text that people read: what differs from one repeat to the next becomes a
 * placeholder, so that "user 123 not found" and "user 7 not found" are the same. Placeholders are
 * numbers, hexadecimal ids, UUIDs, IP and e-mail addresses, timestamps, the query of a URL, and a
 * path in quotes. Works in place, since a pattern is never longer than its text; in time that grows
 * with the length alone. Not thread-safe; one pass over one text.
 */
final class TextPattern {
  /** Stands for whatever was taken out; a control character that no text has. */
  static final byte PLACEHOLDER = 0x1A;

  private static final int DIGIT = 1;
  private static final int HEX = 2;
  private static final int WORD = 4;
  private static final int MAILBOX = 8;
  private static final int END_OF_URL = 16;
  private static final byte[] CLASSES = new byte[256];

  private static final int UUID_LENGTH = 36;
  private static final int MIN_HEX_ID = 8;
  private static final int MAX_IP_LENGTH = 45;
  private static final int MAX_PATH_LENGTH = 1024;

  static {
    for (int c = 0; c < 256; c++) {
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean hex = digit || (letter && (c | 0x20) <= 'f');
      boolean mailbox = digit || letter || "._%+-".indexOf(c) >= 0;
      boolean endOfUrl = c <= ' ' || "\"'`<>()[]{}".indexOf(c) >= 0;
      CLASSES[c] =
          (byte)
              ((digit ? DIGIT : 0)
                  | (hex ? HEX : 0)
                  | (digit || letter || c >= 0x80 ? WORD : 0)
                  | (mailbox ? MAILBOX : 0)
                  | (endOfUrl ? END_OF_URL : 0));
    }
  }

  private final byte[] text;
  private final int length;

  /** No e-mail address starts before this index: keeps the search for them linear. */
  private int noMailBefore;

  private TextPattern(byte[] text, int length) {
    this.text = text;
    this.length = length;
  }

  /** Writes the pattern of the first {@code length} bytes over them; answers its length. */
  static int of(byte[] text, int length) {
    return new TextPattern(text, length).write();
  }

  /** Takes out only runs such as {@code 0x7ffd12}; answers the length of the rest. */
  static int withoutAddresses(byte[] text, int length) {
    int written = 0;
    byte before = ' ';
    for (int i = 0; i < length; ) {
      int stop = is(WORD, before) ? i : addressEnd(text, i, length);
      if (stop > i) {
        before = text[stop - 1];
        text[written++] = PLACEHOLDER;
        i = stop;
      } else {
        before = text[i];
        text[written++] = text[i++];
      }
    }
    return written;
  }

  private int write() {
    int written = 0;
    byte before = ' ';
    boolean inPath = false;
    for (int i = 0; i < length; ) {
      byte c = text[i];
      int stop = placeholderEnd(i, before, inPath);
      if (stop > i) {
        before = text[stop - 1];
        text[written++] = PLACEHOLDER;
        i = stop;
      } else if (is(WORD, c)) {
        do {
          before = text[i];
          text[written++] = text[i++];
        } while (i < length && is(WORD, text[i]));
      } else {
        inPath = c == '/' || (inPath && !is(END_OF_URL, c));
        before = c;
        text[written++] = c;
        i++;
      }
    }
    return written;
  }

  /** Where the placeholder ends that starts at an index; that index when none does. */
  private int placeholderEnd(int i, byte before, boolean inPath) {
    byte c = text[i];
    if (is(WORD, c)) {
      return is(WORD, before) ? i : idEnd(i, before);
    }
    return switch (c) {
      case ':' -> is(WORD, before) ? i : ipv6End(i);
      case '-', '+' -> signed(i, before) ? numberEnd(i + 1) : i;
      case '?' -> inPath ? queryEnd(i) : i;
      case '/', '\\', '.', '~' -> quotedPathEnd(i, before);
      default -> i;
    };
  }

  /** Whether a sign stands before a number rather than between two. */
  private boolean signed(int i, byte before) {
    return i + 1 < length
        && is(DIGIT, text[i + 1])
        && ((before >= 0 && before <= ' ')
            || before == '='
            || before == '('
            || before == '['
            || before == ',');
  }

  /** For the start of a word. */
  private int idEnd(int i, byte before) {
    int stop = quotedPathEnd(i, before);
    if (stop == i) {
      stop = mailEnd(i);
    }
    if (stop == i) {
      stop = uuidEnd(i);
    }
    if (stop == i) {
      stop = ipv6End(i);
    }
    if (stop == i) {
      stop = addressEnd(text, i, length);
    }
    return stop == i ? numberOrHexEnd(i) : stop;
  }

  private int numberOrHexEnd(int i) {
    int j = i;
    int digits = 0;
    boolean hex = true;
    for (; j < length && is(WORD, text[j]); j++) {
      digits += is(DIGIT, text[j]) ? 1 : 0;
      hex &= is(HEX, text[j]);
    }
    if (digits < j - i && digits > 0 && hex && j - i >= MIN_HEX_ID) {
      return j;
    }
    return is(DIGIT, text[i]) ? numberEnd(i) : i;
  }

  /** Takes decimals, dates, times and IPv4 addresses along: digits, joined by one byte each. */
  private int numberEnd(int i) {
    int j = i;
    while (true) {
      while (j < length && is(DIGIT, text[j])) {
        j++;
      }
      if (j + 1 < length && ".,:-/+T".indexOf(text[j]) >= 0 && is(DIGIT, text[j + 1])) {
        j++;
      } else {
        return exponentEnd(j);
      }
    }
  }

  private int exponentEnd(int i) {
    if (i + 2 < length
        && (text[i] | 0x20) == 'e'
        && (text[i + 1] == '-' || text[i + 1] == '+')
        && is(DIGIT, text[i + 2])) {
      int j = i + 3;
      while (j < length && is(DIGIT, text[j])) {
        j++;
      }
      return j;
    }
    return i;
  }

  private static int addressEnd(byte[] text, int i, int length) {
    if (i + 2 >= length || text[i] != '0' || (text[i + 1] | 0x20) != 'x') {
      return i;
    }
    int j = i + 2;
    while (j < length && is(HEX, text[j])) {
      j++;
    }
    return j > i + 2 ? j : i;
  }

  private int uuidEnd(int i) {
    int stop = i + UUID_LENGTH;
    if (stop > length || text[i + 8] != '-' || (stop < length && is(WORD, text[stop]))) {
      return i;
    }
    for (int at = 0; at < UUID_LENGTH; at++) {
      boolean hyphen = at == 8 || at == 13 || at == 18 || at == 23;
      if (hyphen ? text[i + at] != '-' : !is(HEX, text[i + at])) {
        return i;
      }
    }
    return stop;
  }

  /** Asks for a digit and for either :: or all eight groups, so that words with colons stay. */
  private int ipv6End(int i) {
    int colons = 0;
    int group = 0;
    boolean digit = false;
    boolean shortened = false;
    int j = i;
    for (int stop = Math.min(length, i + MAX_IP_LENGTH); j < stop; j++) {
      byte c = text[j];
      if (c == ':') {
        shortened |= j > i && text[j - 1] == ':';
        colons++;
        group = 0;
      } else if (is(HEX, c) && group < 4) {
        digit |= is(DIGIT, c);
        group++;
      } else {
        break;
      }
    }
    boolean whole = j == length || !is(WORD, text[j]);
    return whole && digit && (shortened || colons == 7) ? j : i;
  }

  private int mailEnd(int i) {
    if (i < noMailBefore) {
      return i;
    }
    int at = i;
    while (at < length && is(MAILBOX, text[at])) {
      at++;
    }
    noMailBefore = at;
    if (at == length || text[at] != '@') {
      return i;
    }
    int j = at + 1;
    while (j < length && (is(WORD, text[j]) || text[j] == '.' || text[j] == '-')) {
      j++;
    }
    while (!is(WORD, text[j - 1]) && j > at + 1) {
      j--;
    }
    boolean dot = false;
    for (int k = at + 2; k < j; k++) {
      dot |= text[k] == '.';
    }
    return dot ? j : i;
  }

  private int queryEnd(int i) {
    int j = i + 1;
    while (j < length && !is(END_OF_URL, text[j])) {
      j++;
    }
    return j > i + 1 ? j : i;
  }

  /** For what stands behind an opening quote: a path up to the closing one. */
  private int quotedPathEnd(int i, byte before) {
    if ((before != '"' && before != '\'' && before != '`') || !startsPath(i)) {
      return i;
    }
    for (int j = i; j < Math.min(length, i + MAX_PATH_LENGTH) && text[j] != '\n'; j++) {
      if (text[j] == before) {
        return j;
      }
    }
    return i;
  }

  private boolean startsPath(int i) {
    int j = i;
    while (j < i + 2 && j < length && text[j] == '.') {
      j++;
    }
    if (j == i && j < length && text[j] == '~') {
      j++;
    }
    boolean drive = i + 2 < length && is(WORD, text[i]) && text[i + 1] == ':';
    if (drive) {
      j = i + 2;
    }
    return j < length && (text[j] == '/' || text[j] == '\\');
  }

  private static boolean is(int classes, byte c) {
    return (CLASSES[c & 0xFF] & classes) != 0;
  }
}
