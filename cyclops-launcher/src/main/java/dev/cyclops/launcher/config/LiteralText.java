/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.Map;

/** Writes a value as a literal of Python, on one line. */
final class LiteralText {
  private LiteralText() {}

  static String of(Literal literal) {
    StringBuilder text = new StringBuilder();
    append(text, literal);
    return text.toString();
  }

  private static void append(StringBuilder to, Literal literal) {
    if (literal instanceof Literal.Text text) {
      quote(to, text.value());
    } else if (literal instanceof Literal.Bool bool) {
      to.append(bool.value() ? "True" : "False");
    } else if (literal instanceof Literal.Whole whole) {
      to.append(whole.value());
    } else if (literal instanceof Literal.Decimal decimal) {
      to.append(decimal.value());
    } else if (literal instanceof Literal.Sequence sequence) {
      String between = "[";
      for (Literal item : sequence.items()) {
        to.append(between);
        append(to, item);
        between = ", ";
      }
      to.append(between.equals("[") ? "[]" : "]");
    } else if (literal instanceof Literal.Dict dict) {
      String between = "{";
      for (Map.Entry<Literal, Literal> entry : dict.entries()) {
        to.append(between);
        append(to, entry.getKey());
        to.append(": ");
        append(to, entry.getValue());
        between = ", ";
      }
      to.append(between.equals("{") ? "{}" : "}");
    } else {
      to.append("None");
    }
  }

  private static void quote(StringBuilder to, String text) {
    to.append('\'');
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\'' || c == '\\') {
                to.append('\\').appendCodePoint(c);
              } else if (c == '\n') {
                to.append("\\n");
              } else if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
                to.append("\\x%02x".formatted(c));
              } else {
                to.appendCodePoint(c);
              }
            });
    to.append('\'');
  }
}
