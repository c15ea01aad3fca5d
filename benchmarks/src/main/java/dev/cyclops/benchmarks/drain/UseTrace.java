/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import dev.cyclops.benchmarks.drain.ServerProcess.Use;
import java.util.ArrayList;
import java.util.List;

/** Looks at a station one after the other. Not thread-safe. */
final class UseTrace {
  private final List<Use> looks = new ArrayList<>();

  void add(Use use) {
    looks.add(use);
  }

  Use last() {
    return looks.get(looks.size() - 1);
  }

  /** The last look not after a time, or the first one. */
  private int before(long nanos) {
    int low = 0;
    int high = looks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (looks.get(middle).nanos() - nanos <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The mean number of busy workers within a time. */
  double busy(long fromNanos, long toNanos) {
    return looks.get(before(toNanos)).busySince(looks.get(before(fromNanos)));
  }

  /** Requests a second within a time. */
  double arrivedPerSecond(long fromNanos, long toNanos) {
    return looks.get(before(toNanos)).arrivedPerSecondSince(looks.get(before(fromNanos)));
  }

  /**
   * Seconds until so many workers are busy, taken over a while from there on; NaN if they never
   * are.
   */
  double secondsToBusy(long fromNanos, long toNanos, long whileNanos, double busy) {
    int last = before(toNanos);
    for (int i = before(fromNanos); i < last; i++) {
      int j = before(looks.get(i).nanos() + whileNanos) + 1;
      if (j > last) {
        return Double.NaN;
      }
      if (looks.get(j).busySince(looks.get(i)) >= busy) {
        return Math.max(0, looks.get(i).nanos() - fromNanos) / 1e9;
      }
    }
    return Double.NaN;
  }
}
