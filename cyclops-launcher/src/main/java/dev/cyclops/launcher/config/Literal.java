/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.List;
import java.util.Map;

/**
 * A value as a configuration writes it: what Python would read. Immutable; {@code toString} of a
 * text does not show it, since it may be a password.
 */
sealed interface Literal {
  /** {@code None}. */
  record None() implements Literal {}

  /** {@code True} or {@code False}. */
  record Bool(boolean value) implements Literal {}

  /** A whole number. */
  record Whole(long value) implements Literal {}

  /** A number with a decimal point or an exponent. */
  record Decimal(double value) implements Literal {}

  /** A string, of any prefix. */
  record Text(String value) implements Literal {
    @Override
    public String toString() {
      return "Text[" + value.length() + " characters]";
    }
  }

  /** A tuple or a list: no setting tells them apart. */
  record Sequence(List<Literal> items) implements Literal {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A dict, in the order of the file. Its keys may be repeated: checking is the setting's. */
  record Dict(List<Map.Entry<Literal, Literal>> entries) implements Literal {
    public Dict {
      entries = List.copyOf(entries);
    }
  }
}
