/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

/**
 * Makes the pattern of a text that people read: what differs from one repeat to the next becomes a
 * placeholder, so that "user 123 not found" and "user 7 not found" are the same. What that is,
 * {@link TextIds}, {@link TextNumbers} and {@link TextPlaces} know; e-mail addresses and the values
 * of pairs such as name='Jo' are added here. Of several lines the first two that are not blank
 * count, as with Sentry. Works in place, since a pattern is never longer than its text; in time
 * that grows with the length alone. Not thread-safe; one pass over one text.
 */
final class TextPattern {
  /** Stands for whatever was taken out; a control character that no text has. */
  static final byte PLACEHOLDER = 0x1A;

  private static final int MAX_LINES = 2;

  /** From this length on a word without digits may be the beginning of a blob. */
  private static final int LONG_WORD = 12;

  private final byte[] text;
  private final int length;

  /** No e-mail address starts before this index: keeps the search for them linear. */
  private int noMailBefore;

  /** No blob starts before this index, likewise. */
  private int noBlobBefore;

  private TextPattern(byte[] text, int length) {
    this.text = text;
    this.length = length;
  }

  /** Writes the pattern of the first {@code length} bytes over them; answers its length. */
  static int of(byte[] text, int length) {
    int stop = linesEnd(text, length);
    int written = new TextPattern(text, stop).write();
    if (stop < length) {
      text[written++] = PLACEHOLDER;
    }
    return written;
  }

  /** Where the lines end that count; the length when there are no more. */
  private static int linesEnd(byte[] text, int length) {
    int lines = 0;
    int stop = length;
    boolean blank = true;
    for (int i = 0; i < length; i++) {
      if (text[i] == '\n') {
        lines += blank ? 0 : 1;
        stop = !blank && lines == MAX_LINES ? i : stop;
        blank = true;
      } else if (blank && (text[i] > ' ' || text[i] < 0)) {
        blank = false;
        if (lines == MAX_LINES) {
          return stop;
        }
      }
    }
    return length;
  }

  /** Takes out only runs such as {@code 0x7ffd12}; answers the length of the rest. */
  static int withoutAddresses(byte[] text, int length) {
    int written = 0;
    byte before = ' ';
    for (int i = 0; i < length; ) {
      int stop = TextClasses.isWord(before) ? i : TextIds.addressEnd(text, i, length);
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
      } else if (TextClasses.isWord(c)) {
        do {
          before = text[i];
          text[written++] = text[i++];
        } while (i < length && TextClasses.isWord(text[i]));
      } else {
        inPath = c == '/' || (inPath && !TextClasses.endsUrl(c));
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
    if (TextClasses.isWord(c)) {
      return TextClasses.isWord(before) ? i : wordEnd(i, before);
    }
    return switch (c) {
      case ':' -> TextClasses.isWord(before) ? i : TextIds.ipv6End(text, i, length);
      case '-', '+' -> signed(i, before) ? TextNumbers.end(text, i + 1, length) : i;
      case '?' -> inPath ? TextPlaces.queryEnd(text, i, length) : i;
      case '"', '\'' -> before == '=' ? TextPlaces.quotedValueEnd(text, i, length) : i;
      case '/', '\\' -> pathEnd(i, before);
      case '.', '~' -> TextPlaces.quotedPathEnd(text, i, length, before);
      default -> i;
    };
  }

  /** Whether a sign stands before a number rather than between two. */
  private boolean signed(int i, byte before) {
    return i + 1 < length
        && TextClasses.isDigit(text[i + 1])
        && ((before >= 0 && before <= ' ')
            || before == '='
            || before == '('
            || before == '['
            || before == ',');
  }

  private int pathEnd(int i, byte before) {
    int stop = TextPlaces.quotedPathEnd(text, i, length, before);
    return stop > i || (TextClasses.isWord(before) && text[i] == '/')
        ? stop
        : TextPlaces.temporaryEnd(text, i, length);
  }

  /** For the start of a word. */
  private int wordEnd(int i, byte before) {
    int stop = TextPlaces.quotedPathEnd(text, i, length, before);
    if (stop > i) {
      return stop;
    }
    int end = i;
    int digits = 0;
    boolean hex = true;
    for (; end < length && TextClasses.isWord(text[end]); end++) {
      digits += TextClasses.isDigit(text[end]) ? 1 : 0;
      hex &= TextClasses.isHex(text[end]);
    }
    stop = mailEnd(i);
    if (stop == i && hex) {
      stop = hexEnd(i, end, digits, before);
    }
    if (stop == i && (digits > 0 || end - i >= LONG_WORD || joinsBlob(end))) {
      stop = blobEnd(i);
    }
    if (stop > i) {
      return stop;
    }
    return digits == 0 ? plainEnd(i, end, before) : mixedEnd(i, end, before);
  }

  /** For a word of nothing but hexadecimal digits. */
  private int hexEnd(int i, int end, int digits, byte before) {
    int stop =
        switch (end - i) {
          case 8 -> TextIds.uuidEnd(text, i, length);
          case 2 -> TextIds.macEnd(text, i, length);
          default -> i;
        };
    if (stop == i && end < length && text[end] == ':') {
      stop = TextIds.ipv6End(text, i, length);
    }
    if (stop == i && digits < end - i && TextIds.isHash(text, i, end, digits, before)) {
      stop = end;
    }
    return stop;
  }

  /** For a word without digits. */
  private int plainEnd(int i, int end, byte before) {
    if (before == '=' && (end - i == 4 || end - i == 5) && isBoolean(i, end)) {
      return end;
    }
    if (text[i] == 'f' && end - i == 4) {
      return TextPlaces.fileUrlEnd(text, i, length);
    }
    return TextNumbers.dateNameEnd(text, i, length) > i ? end : i;
  }

  private int mixedEnd(int i, int end, byte before) {
    int stop = TextIds.addressEnd(text, i, length);
    if (stop > i) {
      return stop;
    }
    boolean quoted =
        (before == '"' || before == '\'' || before == '`') && end < length && text[end] == before;
    if (TextIds.isMixed(text, i, end, quoted)) {
      return end;
    }
    return TextClasses.isDigit(text[i]) ? TextNumbers.end(text, i, length) : i;
  }

  private boolean isBoolean(int i, int end) {
    String word = end - i == 4 ? "true" : "false";
    for (int at = 0; at < word.length(); at++) {
      byte c = text[i + at];
      if ((at == 0 ? c | 0x20 : c) != word.charAt(at)) {
        return false;
      }
    }
    return true;
  }

  private int mailEnd(int i) {
    if (i < noMailBefore) {
      return i;
    }
    int at = i;
    while (at < length && TextClasses.isMailbox(text[at])) {
      at++;
    }
    noMailBefore = at;
    if (at == length || text[at] != '@') {
      return i;
    }
    int j = at + 1;
    while (j < length && (TextClasses.isWord(text[j]) || text[j] == '.' || text[j] == '-')) {
      j++;
    }
    while (!TextClasses.isWord(text[j - 1]) && j > at + 1) {
      j--;
    }
    boolean dot = false;
    for (int k = at + 2; k < j; k++) {
      dot |= text[k] == '.';
    }
    return dot ? j : i;
  }

  private boolean joinsBlob(int end) {
    return end < length && (text[end] == '+' || text[end] == '/' || text[end] == '_');
  }

  private int blobEnd(int i) {
    if (i < noBlobBefore) {
      return i;
    }
    int j = i;
    while (j < length && TextClasses.isBlob(text[j])) {
      j++;
    }
    noBlobBefore = j;
    return TextIds.isBlob(text, i, j) ? j : i;
  }
}
