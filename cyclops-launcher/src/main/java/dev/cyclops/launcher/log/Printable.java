/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.log;

/** Text that stays on its line and leaves a terminal alone. */
final class Printable {
  private Printable() {}

  /** Appends a text, with an escape for each sign that does more than to be seen. */
  static void append(StringBuilder to, String text, int maxChars) {
    int end = Math.min(text.length(), maxChars);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f) {
        to.append(c);
      } else {
        i += appendOther(to, text, i);
      }
    }
    if (end < text.length()) {
      to.append("… (").append(text.length() - end).append(" more characters)");
    }
  }

  /** Answers how many characters it took beside the first. */
  private static int appendOther(StringBuilder to, String text, int at) {
    int c = text.codePointAt(at);
    switch (c) {
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> {
        if (isUnseen(c)) {
          to.append(String.format(c <= 0xffff ? "\\u%04x" : "\\U%08x", c));
        } else {
          to.appendCodePoint(c);
        }
      }
    }
    return Character.charCount(c) - 1;
  }

  private static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
