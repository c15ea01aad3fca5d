/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

/**
 * Finds numbers, and the dates, times, durations and versions that are written with them. Each
 * method answers where it ends that starts at an index.
 */
final class TextNumbers {
  private static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };
  private static final String[] DAYS = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
  };

  /** Units of time: a duration is one placeholder with its unit, as 900ms and 1.2s are alike. */
  private static final String[] TIMES = {
    "ns",
    "us",
    "\u00c2\u00b5s",
    "\u00ce\u00bcs",
    "ms",
    "s",
    "m",
    "h",
    "d",
    "sec",
    "secs",
    "min",
    "mins",
    "hr",
    "hrs"
  };

  /** Units that stay. */
  private static final String[] UNITS = {
    "b", "k", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "px", "pt", "hz", "khz", "mhz", "ghz",
    "bps", "kbps", "mbps", "fps", "x", "z", "m", "g", "t"
  };

  private static final int MAX_UNIT = 4;

  private TextNumbers() {}

  /**
   * For the first digit of a word. Digits, joined by one byte each, make decimals, dates, times,
   * versions and IPv4 addresses; letters behind them that are no unit make a name of it, such as
   * 5xx or 2FA.
   */
  static int end(byte[] text, int i, int length) {
    int j = digitsEnd(text, i, length);
    int stop = unitEnd(text, j, length);
    if (stop < 0) {
      stop = joinedEnd(text, i, length);
      return stop > j ? stop : i;
    }
    j = joinedEnd(text, i, length);
    stop = unitEnd(text, j, length);
    return stop > j ? stop : j;
  }

  /** For a digit behind a sign or inside a number. */
  private static int joinedEnd(byte[] text, int i, int length) {
    int j = i;
    while (true) {
      j = digitsEnd(text, j, length);
      if (j + 1 < length && ".,:-/+T".indexOf(text[j]) >= 0 && TextClasses.isDigit(text[j + 1])) {
        j++;
        continue;
      }
      int year = monthEnd(text, j, length);
      if (year == j) {
        return halfOfDayEnd(text, exponentEnd(text, j, length), length);
      }
      j = year;
    }
  }

  private static int digitsEnd(byte[] text, int i, int length) {
    int j = i;
    while (j < length && TextClasses.isDigit(text[j])) {
      j++;
    }
    return j;
  }

  private static int exponentEnd(byte[] text, int i, int length) {
    if (i + 1 < length && (text[i] | 0x20) == 'e') {
      int j = text[i + 1] == '-' || text[i + 1] == '+' ? i + 2 : i + 1;
      int stop = digitsEnd(text, j, length);
      boolean whole = stop == length || !TextClasses.isWord(text[stop]);
      return stop > j && whole ? stop : i;
    }
    return i;
  }

  /**
   * Where the units of a duration end, with the numbers between them, as in 1m30s; the index itself
   * before anything else that may follow a number, -1 before letters that may not.
   */
  private static int unitEnd(byte[] text, int i, int length) {
    int from = i;
    while (true) {
      int j = lettersEnd(text, from, length);
      if (j == from) {
        return from == i ? i : -1;
      }
      if (!isOneOf(text, from, j, TIMES, false)) {
        return from == i && mayFollow(text, i, j, length) ? i : -1;
      }
      from = digitsEnd(text, j, length);
      if (from == j) {
        return j;
      }
      if (from + 1 < length && text[from] == '.') {
        from = digitsEnd(text, from + 1, length);
      }
    }
  }

  private static int lettersEnd(byte[] text, int i, int length) {
    int j = i;
    while (j < length && TextClasses.isWord(text[j]) && !TextClasses.isDigit(text[j])) {
      j++;
    }
    return j;
  }

  private static boolean mayFollow(byte[] text, int from, int to, int length) {
    if (isEnd(text, to, length)) {
      return isOneOf(text, from, to, UNITS, true) || isHalfOfDay(text, from, to);
    }
    return exponentEnd(text, from, length) > from || (to == from + 1 && text[from] == 'T');
  }

  /** For the name of a month between two numbers: where the second starts. */
  private static int monthEnd(byte[] text, int i, int length) {
    if (i + 5 >= length || " -/".indexOf(text[i]) < 0 || !isCapital(text[i + 1])) {
      return i;
    }
    int stop = nameEnd(text, i + 1, length, MONTHS);
    int year = stop;
    while (year < length && year < stop + 2 && " -/,.".indexOf(text[year]) >= 0) {
      year++;
    }
    boolean found = stop > i + 1 && year > stop && year < length;
    return found && TextClasses.isDigit(text[year]) ? year : i;
  }

  private static int halfOfDayEnd(byte[] text, int i, int length) {
    int j = i + (i < length && text[i] == ' ' ? 1 : 0);
    boolean found = j + 2 <= length && isHalfOfDay(text, j, j + 2) && isEnd(text, j + 2, length);
    return found ? j + 2 : i;
  }

  private static boolean isHalfOfDay(byte[] text, int from, int to) {
    return to - from == 2
        && ((text[from] | 0x20) == 'a' || (text[from] | 0x20) == 'p')
        && (text[from + 1] | 0x20) == 'm';
  }

  /** For the name of a weekday or month before the number of a day. */
  static int dateNameEnd(byte[] text, int i, int length) {
    if (!isCapital(text[i])) {
      return i;
    }
    int stop = nameEnd(text, i, length, MONTHS);
    if (stop > i) {
      int day = pauseEnd(text, stop, length);
      return day > stop && day < length && TextClasses.isDigit(text[day]) ? stop : i;
    }
    stop = nameEnd(text, i, length, DAYS);
    if (stop > i) {
      int next = pauseEnd(text, stop, length);
      boolean date =
          next > stop
              && next < length
              && (TextClasses.isDigit(text[next]) || nameEnd(text, next, length, MONTHS) > next);
      return date ? stop : i;
    }
    return i;
  }

  private static int pauseEnd(byte[] text, int i, int length) {
    int j = i;
    while (j < length && j < i + 3 && (text[j] == ' ' || text[j] == ',' || text[j] == '.')) {
      j++;
    }
    return j;
  }

  /** For a name in full, or its first three letters. */
  private static int nameEnd(byte[] text, int i, int length, String[] names) {
    for (String name : names) {
      if (length - i >= 3
          && text[i] == name.charAt(0)
          && text[i + 1] == name.charAt(1)
          && text[i + 2] == name.charAt(2)) {
        int j = i + 3;
        while (j < length && j - i < name.length() && text[j] == name.charAt(j - i)) {
          j++;
        }
        return (j == i + 3 || j == i + name.length()) && isEnd(text, j, length) ? j : i;
      }
    }
    return i;
  }

  private static boolean isOneOf(byte[] text, int from, int to, String[] words, boolean anyCase) {
    if (to - from > MAX_UNIT) {
      return false;
    }
    for (String word : words) {
      boolean same = word.length() == to - from;
      for (int i = from; same && i < to; i++) {
        int c = text[i] & 0xFF;
        same = (anyCase && c >= 'A' && c <= 'Z' ? c | 0x20 : c) == word.charAt(i - from);
      }
      if (same) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCapital(byte c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isEnd(byte[] text, int i, int length) {
    return i == length || !TextClasses.isWord(text[i]);
  }
}
