/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How many calls of the last ten seconds failed. Pure arithmetic. */
final class CallWindow {
  static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int SLICES = 20;
  private static final long SLICE_NANOS = WINDOW_NANOS / SLICES;
  private static final int ENOUGH_CALLS = 20;

  private final int[] calls = new int[SLICES];
  private final int[] failures = new int[SLICES];
  private int allCalls;
  private int allFailures;
  private int slice;
  private long sliceEndNanos;

  CallWindow(long nowNanos) {
    sliceEndNanos = nowNanos + SLICE_NANOS;
  }

  void add(boolean failed, long nowNanos) {
    move(nowNanos);
    calls[slice]++;
    allCalls++;
    if (failed) {
      failures[slice]++;
      allFailures++;
    }
  }

  private void move(long nowNanos) {
    if (nowNanos - sliceEndNanos >= WINDOW_NANOS) {
      clear(nowNanos);
    }
    while (nowNanos - sliceEndNanos >= 0) {
      slice = (slice + 1) % SLICES;
      sliceEndNanos += SLICE_NANOS;
      allCalls -= calls[slice];
      allFailures -= failures[slice];
      calls[slice] = 0;
      failures[slice] = 0;
    }
  }

  void clear(long nowNanos) {
    Arrays.fill(calls, 0);
    Arrays.fill(failures, 0);
    allCalls = 0;
    allFailures = 0;
    sliceEndNanos = nowNanos + SLICE_NANOS;
  }

  /** Half of at least twenty calls. */
  boolean isHalfFailed() {
    return allCalls >= ENOUGH_CALLS && allFailures * 2 >= allCalls;
  }
}
