/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Both clocks of the barrier, moved by hand. Thread-safe. */
public final class ManualTime implements InstantSource {
  private static final long START_MILLIS = 1_700_000_000_000L;

  /** About to overflow, as {@link System#nanoTime()} may. */
  private static final long START_NANOS = Long.MAX_VALUE - 1_000_000;

  private final AtomicLong passed = new AtomicLong();

  public long nanos() {
    return START_NANOS + passed.get();
  }

  public void pass(Duration time) {
    passed.addAndGet(time.toNanos());
  }

  public void passMillis(long millis) {
    pass(Duration.ofMillis(millis));
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(START_MILLIS).plusNanos(passed.get());
  }
}
