/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

/**
 * Finds the names of files that differ between repeats: paths in quotes, temporary files, URLs of
 * files, and the query of any URL. Each method answers where it ends that starts at an index, or
 * that index when none does.
 */
final class TextPlaces {
  private static final int MAX_QUOTED = 1024;
  private static final String[] TEMPORARY = {
    "/tmp/", "/var/tmp/", "/var/folders/", "/private/tmp/", "/private/var/", "\\Temp\\", "\\TEMP\\"
  };

  private TextPlaces() {}

  /** For what stands behind an opening quote: a path up to the closing one. */
  static int quotedPathEnd(byte[] text, int i, int length, byte before) {
    boolean quoted = before == '"' || before == '\'' || before == '`';
    return quoted && startsPath(text, i, length) ? quoteEnd(text, i, length, before) : i;
  }

  /** For the quote that opens the value of a pair such as name='Jo'. */
  static int quotedValueEnd(byte[] text, int i, int length) {
    int quote = quoteEnd(text, i + 1, length, text[i]);
    return quote > i + 1 ? quote + 1 : i;
  }

  /** Where the closing quote stands of what starts at an index; that index when too far away. */
  private static int quoteEnd(byte[] text, int i, int length, byte quote) {
    for (int j = i; j < Math.min(length, i + MAX_QUOTED) && text[j] != '\n'; j++) {
      if (text[j] == quote) {
        return j;
      }
    }
    return i;
  }

  private static boolean startsPath(byte[] text, int i, int length) {
    int j = i;
    while (j < i + 2 && j < length && text[j] == '.') {
      j++;
    }
    if (j == i && j < length && text[j] == '~') {
      j++;
    }
    boolean drive = i + 2 < length && TextClasses.isWord(text[i]) && text[i + 1] == ':';
    if (drive) {
      j = i + 2;
    }
    return j < length && (text[j] == '/' || text[j] == '\\');
  }

  /** For the slash that the path of a temporary file starts with. */
  static int temporaryEnd(byte[] text, int i, int length) {
    for (String folder : TEMPORARY) {
      if (startsAt(text, i, length, folder)) {
        return trimmed(text, i + folder.length(), urlEnd(text, i, length));
      }
    }
    return i;
  }

  /** For the first letter of a URL of a file. */
  static int fileUrlEnd(byte[] text, int i, int length) {
    return startsAt(text, i, length, "file:/") ? trimmed(text, i + 6, urlEnd(text, i, length)) : i;
  }

  /** For the question mark within a URL. */
  static int queryEnd(byte[] text, int i, int length) {
    int j = urlEnd(text, i + 1, length);
    return j > i + 1 ? j : i;
  }

  private static int urlEnd(byte[] text, int i, int length) {
    int j = i;
    while (j < length && !TextClasses.endsUrl(text[j])) {
      j++;
    }
    return j;
  }

  /** Without the punctuation of the sentence it stands in. */
  private static int trimmed(byte[] text, int from, int to) {
    int j = to;
    while (j > from && ".,:;".indexOf(text[j - 1]) >= 0) {
      j--;
    }
    return j;
  }

  private static boolean startsAt(byte[] text, int i, int length, String word) {
    if (length - i < word.length()) {
      return false;
    }
    for (int at = 0; at < word.length(); at++) {
      if (text[i + at] != word.charAt(at)) {
        return false;
      }
    }
    return true;
  }
}
