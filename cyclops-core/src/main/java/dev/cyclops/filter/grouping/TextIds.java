/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

/**
 * Finds ids that programs give: UUIDs, hashes, addresses of networks and of memory, tokens. Each
 * method answers where the id ends that starts at an index, or that index when none does.
 */
final class TextIds {
  private static final int UUID_LENGTH = 36;
  private static final int MAC_LENGTH = 17;
  private static final int MAX_IP_LENGTH = 45;

  /** Fewer letters and digits could be a word. */
  private static final int MIN_HEX = 8;

  /** Of Git's short hashes, which are lower case. */
  private static final int SHORT_HASH = 7;

  /** Of what Java makes of an object without a text of its own. */
  private static final int MAX_IDENTITY_HASH = 8;

  private static final int MIN_MIXED = 12;
  private static final int MIN_DENSE = 16;
  private static final int MIN_BLOB = 32;

  /** Of capitals and of small letters, which words before an id do not reach. */
  private static final int MIN_RUNS = 4;

  private TextIds() {}

  static int uuidEnd(byte[] text, int i, int length) {
    int stop = i + UUID_LENGTH;
    if (stop > length || text[i + 8] != '-' || (stop < length && TextClasses.isWord(text[stop]))) {
      return i;
    }
    for (int at = 0; at < UUID_LENGTH; at++) {
      boolean hyphen = at == 8 || at == 13 || at == 18 || at == 23;
      if (hyphen ? text[i + at] != '-' : !TextClasses.isHex(text[i + at])) {
        return i;
      }
    }
    return stop;
  }

  /** For six pairs of hexadecimal digits, all with colons or all with hyphens between. */
  static int macEnd(byte[] text, int i, int length) {
    int stop = i + MAC_LENGTH;
    if (stop > length || (stop < length && TextClasses.isWord(text[stop]))) {
      return i;
    }
    byte between = text[i + 2];
    if (between != ':' && between != '-') {
      return i;
    }
    for (int at = 0; at < MAC_LENGTH; at++) {
      byte c = text[i + at];
      if (at % 3 == 2 ? c != between : !TextClasses.isHex(c)) {
        return i;
      }
    }
    return stop;
  }

  /** Asks for a digit and for either :: or all eight groups, so that words with colons stay. */
  static int ipv6End(byte[] text, int i, int length) {
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
      } else if (TextClasses.isHex(c) && group < 4) {
        digit |= TextClasses.isDigit(c);
        group++;
      } else {
        break;
      }
    }
    boolean whole = j == length || !TextClasses.isWord(text[j]);
    return whole && digit && (shortened || colons == 7) ? j : i;
  }

  /** For what starts with 0x. */
  static int addressEnd(byte[] text, int i, int length) {
    if (i + 2 >= length || text[i] != '0' || (text[i + 1] | 0x20) != 'x') {
      return i;
    }
    int j = i + 2;
    while (j < length && TextClasses.isHex(text[j])) {
      j++;
    }
    return j > i + 2 ? j : i;
  }

  /** For a word of hexadecimal digits, long enough and with at least one below ten. */
  static int longHexEnd(byte[] text, int i, int length) {
    int digits = 0;
    int j = i;
    for (; j < length && TextClasses.isHex(text[j]); j++) {
      digits += TextClasses.isDigit(text[j]) ? 1 : 0;
    }
    boolean whole = j == length || !TextClasses.isWord(text[j]);
    return whole && digits > 0 && j - i >= MIN_HEX ? j : i;
  }

  /**
   * Whether a word of hexadecimal digits, some of them letters, is an id.
   *
   * @param before what stands before it
   */
  static boolean isHash(byte[] text, int from, int to, int digits, byte before) {
    int length = to - from;
    if (before == '@' && length <= MAX_IDENTITY_HASH) {
      return digits > 0 || length > 4;
    }
    if (digits == 0) {
      return false;
    }
    return length >= MIN_HEX || (length == SHORT_HASH && isLowerCase(text, from, to));
  }

  private static boolean isLowerCase(byte[] text, int from, int to) {
    boolean lower = true;
    for (int i = from; i < to; i++) {
      lower &= text[i] < 'A' || text[i] > 'Z';
    }
    return lower;
  }

  /**
   * Whether a word mixes letters and digits as no word for people does: with three runs of digits,
   * or changing every two or three characters between capitals, small letters and digits.
   *
   * @param quoted whether quotes stand around it, which only what varies needs
   */
  static boolean isMixed(byte[] text, int from, int to, boolean quoted) {
    int length = to - from;
    if (length < (quoted ? SHORT_HASH - 1 : MIN_MIXED)) {
      return false;
    }
    Mixture mixture = new Mixture();
    for (int i = from; i < to; i++) {
      if (text[i] < 0) {
        return false;
      }
      mixture.add(text[i]);
    }
    return mixture.digitRuns >= (quoted ? 2 : 3)
        || (length >= MIN_DENSE && mixture.digitRuns > 0 && mixture.isDense());
  }

  /**
   * Whether what stands between two indexes is data in base 64 rather than words with hyphens or
   * slashes between.
   */
  static boolean isBlob(byte[] text, int from, int to) {
    if (to - from < MIN_BLOB) {
      return false;
    }
    Mixture mixture = new Mixture();
    for (int i = from; i < to; i++) {
      mixture.add(text[i]);
    }
    return mixture.digitRuns > 1
        && mixture.upperRuns >= MIN_RUNS
        && mixture.lowerRuns >= MIN_RUNS
        && mixture.isDense();
  }

  /** Counts how often characters change their kind; a capital belongs to what follows it. */
  private static final class Mixture {
    private static final int OTHER = 0;
    private static final int LOWER = 1;
    private static final int UPPER = 2;
    private static final int DIGIT = 3;

    int digitRuns;
    int upperRuns;
    int lowerRuns;
    private int length;
    private int runs;
    private int last = OTHER;

    void add(byte c) {
      int kind = OTHER;
      if (TextClasses.isDigit(c)) {
        kind = DIGIT;
        digitRuns += last == DIGIT ? 0 : 1;
      } else if (c >= 'a' && c <= 'z') {
        kind = LOWER;
        lowerRuns += last == LOWER ? 0 : 1;
      } else if (c >= 'A' && c <= 'Z') {
        kind = UPPER;
        upperRuns += last == UPPER ? 0 : 1;
      }
      length += kind == OTHER ? 0 : 1;
      runs += kind == OTHER || kind == last || (kind == LOWER && last == UPPER) ? 0 : 1;
      last = kind;
    }

    /** Whether a run is no longer than two and a half characters on average. */
    boolean isDense() {
      return 5 * runs >= 2 * length;
    }
  }
}
