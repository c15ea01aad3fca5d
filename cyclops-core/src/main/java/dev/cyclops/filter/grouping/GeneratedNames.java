/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.payload.Words;

/**
 * What counts of the names of classes that a running JVM makes up, such as {@code
 * Cart$$Lambda$77/0x12}, {@code $Proxy12} or {@code GeneratedMethodAccessor5}: each process counts
 * its own, so the numbers are left out. Works in place.
 */
final class GeneratedNames {
  private static final long DOLLARS = '$' * Words.ONES;
  private static final long QUOTES = '"' * Words.ONES;

  /** What follows the dollar sign where numbers begin that do not count. */
  private static final String[] MARKS = {
    "$", "Proxy", "fn__", "HibernateProxy", "ByteBuddy", "MockitoMock"
  };

  /** Of packages and classes that have a number from their first word on. */
  private static final String[] NUMBERED = {
    "sun.reflect.Generated", "jdk.internal.reflect.Generated", "jdk.proxy"
  };

  private GeneratedNames() {}

  /**
   * Whether a JSON string may hold such a name.
   *
   * @param start index after its opening quote
   */
  static boolean mayBe(byte[] array, int start, int end) {
    for (String prefix : NUMBERED) {
      if (startsAt(array, start, end, prefix)) {
        return true;
      }
    }
    for (int i = start; i <= end - Long.BYTES; ) {
      long found = Words.matchesEither(Words.get(array, i), DOLLARS, QUOTES);
      if (found == 0) {
        i += Long.BYTES;
        continue;
      }
      i += Words.first(found);
      if (array[i] == '"') {
        return false;
      }
      if (isMark(array, i, end)) {
        return true;
      }
      i++;
    }
    // Too near to the end of the event to tell cheaply.
    return true;
  }

  /** Writes what counts of a name over it; answers its length. */
  static int of(byte[] name, int length) {
    int mark = 0;
    boolean numbered = false;
    for (String prefix : NUMBERED) {
      numbered |= startsAt(name, 0, length, prefix);
    }
    while (!numbered && mark < length && !isMark(name, mark, length)) {
      mark++;
    }
    int written = mark;
    for (int i = mark; i < length; ) {
      if (!TextClasses.isWord(name[i])) {
        name[written++] = name[i++];
        continue;
      }
      int stop = i;
      boolean digits = false;
      boolean hex = true;
      for (; stop < length && TextClasses.isWord(name[stop]); stop++) {
        digits |= TextClasses.isDigit(name[stop]);
        hex &= TextClasses.isHex(name[stop]);
      }
      if (digits && hex) {
        name[written++] = TextPattern.PLACEHOLDER;
        i = stop;
      }
      while (i < stop) {
        boolean digit = TextClasses.isDigit(name[i]);
        name[written++] = digit ? TextPattern.PLACEHOLDER : name[i];
        i++;
        while (digit && i < stop && TextClasses.isDigit(name[i])) {
          i++;
        }
      }
    }
    return written;
  }

  private static boolean isMark(byte[] array, int at, int end) {
    if (array[at] != '$') {
      return false;
    }
    for (String mark : MARKS) {
      if (startsAt(array, at + 1, end, mark)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsAt(byte[] array, int at, int end, String word) {
    if (end - at < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (array[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
