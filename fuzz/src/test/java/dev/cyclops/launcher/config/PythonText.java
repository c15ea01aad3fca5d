/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a literal as Python does. */
final class PythonText {
  private PythonText() {}

  static String of(Literal literal) {
    if (literal instanceof Literal.None) {
      return "None";
    } else if (literal instanceof Literal.Bool bool) {
      return bool.value() ? "True" : "False";
    } else if (literal instanceof Literal.Whole whole) {
      return Long.toString(whole.value());
    } else if (literal instanceof Literal.Decimal decimal) {
      return Double.toString(decimal.value());
    } else if (literal instanceof Literal.Text text) {
      return string(text.value());
    } else if (literal instanceof Literal.Sequence sequence) {
      return list(sequence.items());
    }
    return dict(((Literal.Dict) literal).entries());
  }

  private static String string(String text) {
    StringBuilder written = new StringBuilder("'");
    for (char c : text.toCharArray()) {
      if (c == '\'' || c == '\\') {
        written.append('\\').append(c);
      } else if (c >= ' ' && c < 0x7F) {
        written.append(c);
      } else {
        written.append("\\u%04x".formatted((int) c));
      }
    }
    return written.append('\'').toString();
  }

  private static String list(List<Literal> items) {
    return items.stream().map(PythonText::of).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String dict(List<Map.Entry<Literal, Literal>> entries) {
    return entries.stream()
        .map(entry -> of(entry.getKey()) + ": " + of(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
