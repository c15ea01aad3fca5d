/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Literal.Decimal;
import dev.cyclops.launcher.config.Literal.Whole;
import java.math.BigDecimal;

/** Numbers between bounds, which belong to them. */
final class NumberTypes {
  private NumberTypes() {}

  static ValueType<Integer> whole(int min, int max) {
    return ValueType.of(
        "a whole number from " + min + " to " + max,
        literal ->
            literal instanceof Whole w && w.value() >= min && w.value() <= max
                ? (Integer) (int) w.value()
                : null);
  }

  static ValueType<Double> number(double min, double max) {
    return ValueType.of(
        "a number from %s to %s"
            .formatted(BigDecimal.valueOf(min), BigDecimal.valueOf(max).toBigInteger()),
        literal -> {
          double value =
              literal instanceof Whole whole
                  ? whole.value()
                  : literal instanceof Decimal decimal ? decimal.value() : Double.NaN;
          return value >= min && value <= max ? value : null;
        });
  }

  static ValueType<Long> bytes(long min, long max) {
    return ValueType.of(
        "a number of bytes from " + min + (max == Long.MAX_VALUE ? " up" : " to " + max),
        literal ->
            literal instanceof Whole w && w.value() >= min && w.value() <= max
                ? (Long) w.value()
                : null);
  }
}
