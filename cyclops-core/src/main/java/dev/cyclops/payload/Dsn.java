/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import org.jspecify.annotations.Nullable;

/**
 * What a client was configured with: {@code https://KEY[:SECRET]@host[:port]/prefix/ID}. Only key
 * and project are read: the host must never decide anything here. Immutable.
 */
record Dsn(String publicKey, long project) {
  private static final int MAX_PROJECT_DIGITS = 19;

  /** Reads a DSN; null when it is none. */
  static @Nullable Dsn parse(String text) {
    int scheme = text.startsWith("https://") ? 8 : text.startsWith("http://") ? 7 : -1;
    if (scheme < 0 || !isPrintable(text)) {
      return null;
    }
    String rest = text.substring(scheme).split("[?#]", 2)[0];
    int slash = rest.indexOf('/');
    int at = slash < 0 ? -1 : rest.lastIndexOf('@', slash);
    if (at < 1 || at + 1 == slash) {
      return null;
    }
    String key = rest.substring(0, at).split(":", 2)[0];
    int end = rest.length();
    while (rest.charAt(end - 1) == '/' && end - 1 > slash) {
      end--;
    }
    long project = project(rest.substring(rest.lastIndexOf('/', end - 1) + 1, end));
    return key.isEmpty() || project < 1 ? null : new Dsn(key, project);
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  /** A project's id of 1 to 19 digits, or 0. */
  private static long project(String digits) {
    if (digits.isEmpty()
        || digits.length() > MAX_PROJECT_DIGITS
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The project only: a key is a secret of sorts. */
  @Override
  public String toString() {
    return "Dsn[project " + project + "]";
  }
}
