/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a driver says fit for an operator's log: one short line without secrets. Immutable.
 */
final class Redaction {
  private static final int MAX_LENGTH = 300;
  private static final Pattern OPTION =
      Pattern.compile("(?i)(passw\\w*|pwd|secret)\\s*=\\s*[^\\s&;,)\"']*");
  private static final Pattern USER_INFO = Pattern.compile("//[^\\s/@]*@");

  private final List<String> secrets;

  /**
   * Takes what must not be shown.
   *
   * @param secrets empty ones are left out
   */
  Redaction(Collection<String> secrets) {
    // The longest first: one may be part of another.
    this.secrets =
        secrets.stream()
            .filter(secret -> !secret.isEmpty())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  String line(@Nullable String text) {
    // Before anything is changed in a secret, and after the changes have made one of something
    // else.
    String line = withoutSecrets(firstLine(withoutSecrets(text == null ? "" : text).strip()));
    line = OPTION.matcher(line).replaceAll("$1=***");
    line = USER_INFO.matcher(line).replaceAll("//***@");
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
  }

  private String withoutSecrets(String text) {
    String shown = text;
    for (String secret : secrets) {
      shown = shown.replace(secret, "***");
    }
    return shown;
  }

  /** Whether any message of it, or of what caused it, holds a secret. */
  boolean isIn(@Nullable Throwable failure) {
    return Causes.of(failure).stream()
        .map(Throwable::toString)
        .anyMatch(text -> secrets.stream().anyMatch(text::contains));
  }

  private static String firstLine(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    StringBuilder line = new StringBuilder();
    text.substring(0, end)
        .codePoints()
        .map(c -> isShown(c) ? c : ' ')
        .forEach(line::appendCodePoint);
    return line.toString().strip();
  }

  /** Not what turns the direction of writing around, either. */
  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
