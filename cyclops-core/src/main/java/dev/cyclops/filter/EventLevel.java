/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How bad an event is, in Sentry's words. */
enum EventLevel {
  FATAL("fatal", "critical"),
  ERROR("error", "error"),
  WARNING("warning", "warning"),
  INFO("info", "log"),
  DEBUG("debug", "debug");

  private static final EventLevel[] ALL = values();

  private final String word;

  /** As some clients say it, and Sentry understands. */
  private final String otherWord;

  EventLevel(String word, String otherWord) {
    this.word = word;
    this.otherWord = otherWord;
  }

  /** The level of a word in lower case; null when there is none. */
  static @Nullable EventLevel of(byte[] text, int length) {
    for (EventLevel level : ALL) {
      if (is(level.word, text, length) || is(level.otherWord, text, length)) {
        return level;
      }
    }
    return null;
  }

  /** The level of a word in any case. */
  static EventLevel of(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    for (EventLevel level : ALL) {
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

  private static boolean is(String word, byte[] text, int length) {
    if (word.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (word.charAt(i) != text[i]) {
        return false;
      }
    }
    return true;
  }
}
