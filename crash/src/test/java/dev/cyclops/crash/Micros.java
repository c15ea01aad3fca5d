/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import java.util.concurrent.TimeUnit;

/** The time of day in microseconds, which never goes back while the harness runs. Thread-safe. */
public final class Micros {
  private static final long BEGAN_MICROS =
      TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
  private static final long BEGAN_NANOS = System.nanoTime();

  private Micros() {}

  /** Since 1970. */
  public static long now() {
    return of(System.nanoTime());
  }

  /** Of a value of {@link System#nanoTime()} of this process. */
  static long of(long nanos) {
    return BEGAN_MICROS + TimeUnit.NANOSECONDS.toMicros(nanos - BEGAN_NANOS);
  }
}
