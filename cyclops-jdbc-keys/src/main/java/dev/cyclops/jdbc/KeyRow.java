/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.jdbc.SkippedRows.Reason;
import org.jspecify.annotations.Nullable;

/** Makes a key of a row, or says why it is none. */
final class KeyRow {
  /** Four times what Sentry's columns hold. */
  static final int MAX_LENGTH = 128;

  /** With these around it a key could not be told from the rest of a DSN, or of a header. */
  private static final String DELIMITERS = ".,:/@?#%\"\\";

  private KeyRow() {}

  /**
   * Looks at the three values. Blanks behind a value come from columns of fixed width and are not
   * part of it; a blank secret is none.
   *
   * @param skipped counts what is no key
   * @return null when it is no key
   */
  static @Nullable ProjectKey read(
      @Nullable String project,
      @Nullable String publicKey,
      @Nullable String secretKey,
      SkippedRows skipped) {
    String id = withoutPadding(project);
    String key = withoutPadding(publicKey);
    String secret = withoutPadding(secretKey);
    long number = id.isEmpty() ? 0 : number(id);
    Reason reason = reason(id, number, key, secret);
    if (reason != null) {
      skipped.count(reason);
      return null;
    }
    return new ProjectKey(number, key, secret.isEmpty() ? null : secret);
  }

  private static @Nullable Reason reason(String id, long number, String key, String secret) {
    if (id.isEmpty()) {
      return Reason.NO_PROJECT;
    }
    if (number < 1) {
      return Reason.BAD_PROJECT;
    }
    if (key.isEmpty()) {
      return Reason.NO_KEY;
    }
    if (key.length() > MAX_LENGTH || secret.length() > MAX_LENGTH) {
      return Reason.LONG_KEY;
    }
    for (int i = 0; i < key.length(); i++) {
      if (!isPrintable(key.charAt(i)) || DELIMITERS.indexOf(key.charAt(i)) >= 0) {
        return Reason.BAD_KEY;
      }
    }
    for (int i = 0; i < secret.length(); i++) {
      if (!isPrintable(secret.charAt(i))) {
        return Reason.BAD_SECRET;
      }
    }
    return null;
  }

  private static boolean isPrintable(char c) {
    return c > ' ' && c <= '~';
  }

  private static String withoutPadding(@Nullable String value) {
    if (value == null) {
      return "";
    }
    int end = value.length();
    while (end > 0 && value.charAt(end - 1) == ' ') {
      end--;
    }
    return value.substring(0, end);
  }

  /** Only digits: neither signs nor fractions nor what a driver might make of a text. */
  private static long number(String digits) {
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
        return 0;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
