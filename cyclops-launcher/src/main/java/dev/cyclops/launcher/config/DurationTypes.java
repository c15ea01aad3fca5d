/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Literal.Decimal;
import dev.cyclops.launcher.config.Literal.Whole;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lengths of time, written as numbers of a unit. */
final class DurationTypes {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private DurationTypes() {}

  /** In seconds, a millisecond at least. */
  static ValueType<Duration> seconds(Duration max) {
    return duration(SECOND, MILLISECOND, max);
  }

  /** In seconds; 0 for what may be switched off. */
  static ValueType<Duration> secondsOrZero(Duration max) {
    return duration(SECOND, Duration.ZERO, max);
  }

  /** In milliseconds, one at least. */
  static ValueType<Duration> milliseconds(Duration max) {
    return duration(MILLISECOND, MILLISECOND, max);
  }

  private static ValueType<Duration> duration(Duration unit, Duration min, Duration max) {
    String name = unit.equals(MILLISECOND) ? "milliseconds" : "seconds";
    String expected =
        "a number of "
            + name
            + (min.isZero() ? " from 0 to " : " above 0, up to ")
            + max.dividedBy(unit);
    return ValueType.of(
        expected,
        literal -> {
          Duration value = length(literal, unit, max);
          return value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0
              ? null
              : value;
        });
  }

  private static @Nullable Duration length(Literal literal, Duration unit, Duration max) {
    double number;
    if (literal instanceof Whole whole) {
      number = whole.value();
    } else if (literal instanceof Decimal decimal) {
      number = decimal.value();
    } else {
      return null;
    }
    if (!(number >= 0 && number <= max.dividedBy(unit))) {
      return null;
    }
    BigDecimal nanos = BigDecimal.valueOf(number).multiply(BigDecimal.valueOf(unit.toNanos()));
    return Duration.ofNanos(nanos.longValue());
  }
}
