/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Literal.Bool;
import dev.cyclops.launcher.config.Literal.None;
import dev.cyclops.launcher.config.Literal.Text;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a setting accepts, in words and in code. Immutable.
 *
 * @param <T> what it is read to
 * @param expected what is accepted, to follow "expected"
 * @param bareText whether a word without quotes is a value, where there is no file around it
 * @param secret whether the value must never be shown
 * @param reader makes the value, or throws {@link IllegalArgumentException}; its message, if it has
 *     one, says more than {@code expected} and repeats nothing
 */
record ValueType<T>(String expected, boolean bareText, boolean secret, Reader<T> reader) {
  /** Makes a value of a literal. */
  interface Reader<T> {
    /** The value; null, or an exception, when the literal is not accepted. */
    @Nullable T read(Literal literal);
  }

  /** Makes a value of a string. */
  interface Parser<T> {
    /** The value; null, or an exception, when the string is not accepted. */
    @Nullable T parse(String text);
  }

  /** What is written as a literal everywhere, and may be shown. */
  static <T> ValueType<T> of(String expected, Reader<T> reader) {
    return new ValueType<>(expected, false, false, reader);
  }

  /** A string, which needs no quotes where there is no file around it, and may be shown. */
  static <T> ValueType<T> ofText(String expected, Parser<T> parser) {
    return new ValueType<>(
        expected,
        true,
        false,
        literal -> literal instanceof Text text ? parser.parse(text.value()) : null);
  }

  static ValueType<Boolean> bool() {
    return of("True or False", literal -> literal instanceof Bool b ? b.value() : null);
  }

  /** Accepts {@code None} as well, which reads to nothing. */
  ValueType<Optional<T>> orNone() {
    return new ValueType<>(
        expected + " or None",
        bareText,
        secret,
        literal -> {
          if (literal instanceof None) {
            return Optional.empty();
          }
          T value = reader.read(literal);
          return value == null ? null : Optional.of(value);
        });
  }

  /** Never to be shown. */
  ValueType<T> asSecret() {
    return new ValueType<>(expected, bareText, true, reader);
  }

  /**
   * Reads a literal.
   *
   * @throws IllegalArgumentException with what is accepted
   */
  T read(Literal literal) {
    T value;
    try {
      value = reader.read(literal);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("expected " + expected + "; " + e.getMessage(), e);
    }
    if (value == null) {
      throw new IllegalArgumentException("expected " + expected);
    }
    return value;
  }
}
