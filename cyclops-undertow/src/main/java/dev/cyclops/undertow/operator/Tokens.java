/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import java.util.Objects;
import java.util.regex.Pattern;

/** What an operator's token looks like. */
final class Tokens {
  private static final Pattern FORM = Pattern.compile("[!-~]{16,256}");

  private Tokens() {}

  /** The token itself, or an exception that does not repeat it. */
  static String checked(String token) {
    Objects.requireNonNull(token, "token == null");
    if (!FORM.matcher(token).matches()) {
      throw new IllegalArgumentException("token is not 16 to 256 visible ASCII characters");
    }
    return token;
  }
}
