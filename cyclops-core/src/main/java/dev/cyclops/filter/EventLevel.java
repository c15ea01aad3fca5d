/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How bad an event is, in Sentry's words. */
enum EventLevel {
  FATAL("fatal"),
  ERROR("error"),
  WARNING("warning"),
  INFO("info"),
  DEBUG("debug");

  /** The bit of an event without a level. */
  static final int NONE = 1 << 30;

  private final String word;

  EventLevel(String word) {
    this.word = word;
  }

  /** The level of a word in lower case, as clients say it; null when there is none. */
  static @Nullable EventLevel of(byte[] text, int length) {
    EventLevel level =
        switch (length) {
          case 3 -> is("log", text) ? INFO : null;
          case 4 -> INFO;
          case 5 -> text[0] == 'e' ? ERROR : text[0] == 'f' ? FATAL : DEBUG;
          case 7 -> WARNING;
          case 8 -> is("critical", text) ? FATAL : null;
          default -> null;
        };
    return level != null && (length == 3 || length == 8 || is(level.word, text)) ? level : null;
  }

  /** The level of a word in any case. */
  static EventLevel of(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    for (EventLevel level : values()) {
      if (lower.equals(level.word)) {
        return level;
      }
    }
    throw new IllegalArgumentException(
        "no level: " + word + "; there are fatal, error, warning, info and debug");
  }

  String word() {
    return word;
  }

  /** Of its own in a mask of levels. */
  @SuppressWarnings("EnumOrdinal") // never leaves the process
  int bit() {
    return 1 << ordinal();
  }

  private static boolean is(String word, byte[] text) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) != text[i]) {
        return false;
      }
    }
    return true;
  }
}
