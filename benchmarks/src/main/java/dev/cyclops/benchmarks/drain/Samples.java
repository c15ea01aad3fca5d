/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import dev.cyclops.CyclopsMetrics;
import dev.cyclops.send.SendResult;
import java.util.Arrays;

/** The end and the duration of each send, as the sending loop saw them. Thread-safe. */
final class Samples implements CyclopsMetrics {
  private long[] endNanos = new long[1 << 10];

  /** Below zero for a send that was no success. */
  private long[] durationNanos = new long[1 << 10];

  private int size;

  @Override
  public synchronized void onSent(SendResult result, long nanos) {
    if (size == endNanos.length) {
      endNanos = Arrays.copyOf(endNanos, 2 * size);
      durationNanos = Arrays.copyOf(durationNanos, 2 * size);
    }
    endNanos[size] = System.nanoTime();
    durationNanos[size++] = result.isSuccess() ? nanos : -1;
  }

  /** Of the successful ones that ended within; NaN when there were none. */
  synchronized double p90Millis(long fromNanos, long toNanos) {
    long[] found = new long[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (durationNanos[i] >= 0 && endNanos[i] - fromNanos >= 0 && endNanos[i] - toNanos < 0) {
        found[count++] = durationNanos[i];
      }
    }
    Arrays.sort(found, 0, count);
    return count == 0 ? Double.NaN : found[(int) Math.min(count - 1L, count * 9L / 10)] / 1e6;
  }

  synchronized int failures(long fromNanos, long toNanos) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (durationNanos[i] < 0 && endNanos[i] - fromNanos >= 0 && endNanos[i] - toNanos < 0) {
        count++;
      }
    }
    return count;
  }

  /** Seconds until the first success of a send that began after that time; NaN if there is none. */
  synchronized double secondsToSuccess(long fromNanos) {
    for (int i = 0; i < size; i++) {
      if (durationNanos[i] >= 0 && endNanos[i] - durationNanos[i] - fromNanos >= 0) {
        return (endNanos[i] - fromNanos) / 1e9;
      }
    }
    return Double.NaN;
  }
}
