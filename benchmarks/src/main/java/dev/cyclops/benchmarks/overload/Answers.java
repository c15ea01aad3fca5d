/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.overload;

import java.util.Arrays;

/** What became of the requests, and how long each took from when it was due. Thread-safe. */
final class Answers {
  private static final int SUCCESS = 200;
  private static final int LIMITED = 429;

  /** Below so many microseconds each has a bucket; above, a bucket is a 64th of its time wide. */
  private static final int SUB_BITS = 6;

  private final long[] counts = new long[64 << SUB_BITS];
  private long success;
  private long limited;
  private long other;
  private long maxMicros;

  synchronized void add(int status, long nanos) {
    long micros = Math.max(0, nanos / 1_000);
    counts[bucket(micros)]++;
    maxMicros = Math.max(maxMicros, micros);
    if (status == SUCCESS) {
      success++;
    } else if (status == LIMITED) {
      limited++;
    } else {
      other++;
    }
  }

  private static int bucket(long micros) {
    int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(micros | 1) - SUB_BITS);
    return (shift << SUB_BITS) + (int) (micros >>> shift);
  }

  /** So far; the buckets' upper ends are told. */
  synchronized Summary summary() {
    long total = Arrays.stream(counts).sum();
    return new Summary(
        success, limited, other, millis(0.5, total), millis(0.99, total), maxMicros / 1e3);
  }

  private double millis(double share, long total) {
    long wanted = (long) Math.ceil(share * total);
    long seen = 0;
    for (int i = 0; i < counts.length && total > 0; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        int shift = Math.max(0, (i >> SUB_BITS) - 1);
        return ((i - ((long) shift << SUB_BITS) + 1) << shift) / 1e3;
      }
    }
    return 0;
  }

  /**
   * A look at the answers.
   *
   * @param other answers with another status than 200 and 429
   */
  record Summary(long success, long limited, long other, double p50, double p99, double maxMillis) {
    long all() {
      return success + limited + other;
    }
  }
}
