/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import java.util.function.ToDoubleFunction;

/**
 * A counter that never goes down, out of a number that might: one of a storage whose server has
 * forgotten something, say. Thread-safe.
 */
final class Rising<T> implements ToDoubleFunction<T> {
  private final ToDoubleFunction<T> number;
  private final boolean everyRise;
  private double last;
  private double counted;

  private Rising(ToDoubleFunction<T> number, boolean everyRise) {
    this.number = number;
    this.everyRise = everyRise;
  }

  /** Stays where it is until the number is higher than ever before. */
  static <T> Rising<T> highest(ToDoubleFunction<T> number) {
    return new Rising<>(number, false);
  }

  /** Adds each rise of a number that goes down for good reasons, as far as it is seen. */
  static <T> Rising<T> everyRise(ToDoubleFunction<T> number) {
    return new Rising<>(number, true);
  }

  @Override
  public synchronized double applyAsDouble(T from) {
    double now = number.applyAsDouble(from);
    counted = everyRise ? counted + Math.max(0, now - last) : Math.max(counted, now);
    last = now;
    return counted;
  }
}
