/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

/**
 * Whether bytes move fast enough: arithmetic only, with the time passed in. Immutable, thread-safe.
 *
 * @param maxNanos how long it may take in all
 * @param minBytesPerSecond the mean since the start, 0 for no such bound
 * @param graceNanos before this time has passed since the start, nothing is too slow
 */
public record Progress(long maxNanos, int minBytesPerSecond, long graceNanos) {
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Whether it is to be given up.
   *
   * @param elapsedNanos since the start
   * @param bytes moved since then
   * @return true at the end of the time, or when the mean rate is below the bound
   */
  public boolean isTooSlow(long elapsedNanos, long bytes) {
    return elapsedNanos >= maxNanos
        || (elapsedNanos >= graceNanos
            && bytes < minBytesPerSecond * (elapsedNanos / NANOS_PER_SECOND));
  }

  /**
   * When to look again.
   *
   * @param elapsedNanos since the start
   * @return nanoseconds from now, above 0 unless the time is over
   */
  public long nextCheckNanos(long elapsedNanos) {
    return minBytesPerSecond == 0
        ? maxNanos - elapsedNanos
        : Math.min(graceNanos, maxNanos - elapsedNanos);
  }
}
