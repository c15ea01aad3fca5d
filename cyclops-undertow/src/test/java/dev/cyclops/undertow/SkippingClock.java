/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The real time, of which a test may leave out some. Thread-safe. */
final class SkippingClock implements InstantSource, LongSupplier {
  private final AtomicLong skippedNanos = new AtomicLong();

  void skip(Duration time) {
    skippedNanos.addAndGet(time.toNanos());
  }

  @Override
  public Instant instant() {
    return Instant.now().plusNanos(skippedNanos.get());
  }

  @Override
  public long getAsLong() {
    return System.nanoTime() + skippedNanos.get();
  }
}
