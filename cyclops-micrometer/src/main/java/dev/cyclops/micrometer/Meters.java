/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Registers meters that are read from the same snapshots. */
final class Meters<T> {
  private final MeterRegistry registry;
  private final Snapshots<T> snapshots;

  Meters(MeterRegistry registry, Snapshots<T> snapshots) {
    this.registry = registry;
    this.snapshots = snapshots;
  }

  MeterRegistry registry() {
    return registry;
  }

  /** A counter of a number that only ever rises, or stays when it does not. */
  void counter(String name, String meaning, ToDoubleFunction<T> number, String... tags) {
    risingCounter(name, meaning, Rising.highest(number), tags);
  }

  void risingCounter(String name, String meaning, Rising<T> number, String... tags) {
    // What is not held elsewhere is held by its own function.
    FunctionCounter.builder(name, snapshots, any -> number.applyAsDouble(snapshots.get()))
        .description(meaning)
        .tags(tags)
        .register(registry);
  }

  void gauge(String name, String meaning, ToDoubleFunction<T> number, String... tags) {
    gauge(name, null, meaning, number, tags);
  }

  /** A gauge with a unit, which becomes part of its name. */
  void gaugeOf(
      String unit, String name, String meaning, ToDoubleFunction<T> number, String... tags) {
    gauge(name, unit, meaning, number, tags);
  }

  private void gauge(
      String name,
      @Nullable String unit,
      String meaning,
      ToDoubleFunction<T> number,
      String... tags) {
    Gauge.builder(name, snapshots, any -> number.applyAsDouble(snapshots.get()))
        .description(meaning)
        .baseUnit(unit)
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  /** What is not known is no number. */
  static double orNan(OptionalDouble number) {
    return number.orElse(Double.NaN);
  }

  static double bit(boolean state) {
    return state ? 1 : 0;
  }
}
