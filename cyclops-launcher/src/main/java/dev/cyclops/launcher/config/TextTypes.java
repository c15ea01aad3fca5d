/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Literal.Sequence;
import dev.cyclops.launcher.config.Literal.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Strings: any, some, one of a few, and lists of them. */
final class TextTypes {
  private TextTypes() {}

  static ValueType<String> text() {
    return ValueType.ofText("a string", text -> text);
  }

  static ValueType<String> nonEmptyText() {
    return ValueType.ofText("a string that is not empty", text -> text.isBlank() ? null : text);
  }

  /** Secret: what an operator proves to be one with. */
  static ValueType<String> token() {
    return ValueType.ofText(
            "a string of 16 to 256 visible ASCII characters",
            text -> text.matches("[!-~]{16,256}") ? text : null)
        .asSecret();
  }

  /**
   * One of some strings.
   *
   * @param expected what is accepted; need not name everything that is understood
   * @param choices what is understood, and what it is read to
   */
  static <T> ValueType<T> oneOf(String expected, Map<String, T> choices) {
    return ValueType.ofText(expected, choices::get);
  }

  /**
   * A list of strings.
   *
   * @param reader makes a value of them, or throws with the string in question
   */
  static <T> ValueType<T> texts(String expected, Function<List<String>, T> reader) {
    return ValueType.of(
        expected,
        literal -> literal instanceof Sequence sequence ? reader.apply(texts(sequence)) : null);
  }

  private static List<String> texts(Sequence sequence) {
    List<String> texts = new ArrayList<>();
    for (Literal item : sequence.items()) {
      if (!(item instanceof Text text)) {
        throw new IllegalArgumentException("entry " + (texts.size() + 1) + " is no string");
      }
      texts.add(text.value());
    }
    return texts;
  }
}
