/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that only a test moves: both the time of day and a nanosecond counter as {@link
 * System#nanoTime()}, which go forward together. Thread-safe.
 */
public final class ManualClock implements InstantSource, LongSupplier {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final long startNanos;
  private final AtomicLong elapsedNanos = new AtomicLong();

  /** Starts on the first day of 2026, the counter at 0. */
  public ManualClock() {
    this(0);
  }

  /**
   * Starts on the first day of 2026.
   *
   * @param startNanos where the counter starts; it may be negative, or about to overflow
   */
  public ManualClock(long startNanos) {
    this.startNanos = startNanos;
  }

  /**
   * Lets time pass.
   *
   * @param time 0 or more
   */
  public void advance(Duration time) {
    advanceNanos(time.toNanos());
  }

  /**
   * Lets time pass.
   *
   * @param nanos 0 or more
   */
  public void advanceNanos(long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException("nanos < 0: " + nanos);
    }
    elapsedNanos.addAndGet(nanos);
  }

  @Override
  public Instant instant() {
    return START.plusNanos(elapsedNanos.get());
  }

  @Override
  public long getAsLong() {
    return startNanos + elapsedNanos.get();
  }
}
