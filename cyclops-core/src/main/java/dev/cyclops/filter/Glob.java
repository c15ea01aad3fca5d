/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A pattern for a whole text, where {@code *} stands for any characters, none included, and {@code
 * ?} for one. Works on UTF-8; letters outside ASCII are the same only in the same case. Immutable.
 */
final class Glob {
  static final int MAX_LENGTH = 256;

  private static final int NONE = -1;

  private final String pattern;
  private final byte[] bytes;
  private final boolean anyCase;

  private Glob(String pattern, boolean anyCase) {
    Objects.requireNonNull(pattern, "pattern == null");
    if (pattern.isEmpty() || pattern.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "length of a pattern is not within 1 to " + MAX_LENGTH + ": " + pattern.length());
    }
    this.pattern = pattern;
    this.anyCase = anyCase;
    bytes = pattern.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; anyCase && i < bytes.length; i++) {
      bytes[i] = lower(bytes[i]);
    }
  }

  static Glob of(String pattern) {
    return new Glob(pattern, false);
  }

  static Glob ofAnyCase(String pattern) {
    return new Glob(pattern, true);
  }

  /** Goes back to the last star only: what stood before it matched as early as it could. */
  boolean matches(byte[] text, int length) {
    int at = 0;
    int i = 0;
    int star = NONE;
    int resume = 0;
    while (i < length) {
      if (at < bytes.length && bytes[at] == '*') {
        star = at++;
        resume = i = candidate(text, i, length, at);
      } else if (at < bytes.length && bytes[at] == '?') {
        at++;
        i = afterCharacter(text, i, length);
      } else if (at < bytes.length && bytes[at] == folded(text[i])) {
        at++;
        i++;
      } else if (star != NONE) {
        at = star + 1;
        resume = i = candidate(text, resume + 1, length, at);
      } else {
        return false;
      }
    }
    while (at < bytes.length && bytes[at] == '*') {
      at++;
    }
    return at == bytes.length;
  }

  /** Where what follows a star could begin; the length when it could nowhere. */
  private int candidate(byte[] text, int from, int length, int at) {
    if (at == bytes.length) {
      return length;
    }
    byte first = bytes[at];
    if (first == '*' || first == '?') {
      return from;
    }
    int i = from;
    while (i < length && folded(text[i]) != first) {
      i++;
    }
    return i;
  }

  private byte folded(byte c) {
    return anyCase ? lower(c) : c;
  }

  private static int afterCharacter(byte[] text, int i, int length) {
    int next = i + 1;
    while (next < length && (text[next] & 0xC0) == 0x80) {
      next++;
    }
    return next;
  }

  private static byte lower(byte c) {
    return c >= 'A' && c <= 'Z' ? (byte) (c | 0x20) : c;
  }

  /** The pattern as it was written, in quotes. */
  @Override
  public String toString() {
    return "'" + pattern + "'";
  }
}
