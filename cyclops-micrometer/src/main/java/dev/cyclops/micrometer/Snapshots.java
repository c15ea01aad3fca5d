/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot for all meters that are read within a moment, as those of a scrape are: so it costs
 * one, and what is read of it fits together. Thread-safe.
 */
final class Snapshots<T> {
  /** Longer than any scrape takes, shorter than any two are apart. */
  static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Supplier<T> source;
  private final LongSupplier nanoClock;
  private @Nullable T latest;
  private long takenAtNanos;

  Snapshots(Supplier<T> source, LongSupplier nanoClock) {
    this.source = source;
    this.nanoClock = nanoClock;
  }

  synchronized T get() {
    long now = nanoClock.getAsLong();
    T known = latest;
    if (known != null && now - takenAtNanos < FRESH_NANOS) {
      return known;
    }
    T fresh = source.get();
    latest = fresh;
    takenAtNanos = now;
    return fresh;
  }
}
