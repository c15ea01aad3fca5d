/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.load;

/** Times in buckets of at most 1.6 percent of their width. Not thread-safe. */
public final class Latencies {
  private static final int SUB_BITS = 6;

  private final long[] counts = new long[64 << SUB_BITS];
  private long total;

  public void add(long nanos) {
    counts[bucket(nanos)]++;
    total++;
  }

  public long total() {
    return total;
  }

  /** The time that a share of all do not exceed, in milliseconds; 0 without any. */
  public double millis(double share) {
    long wanted = (long) Math.ceil(share * total);
    long seen = 0;
    for (int i = 0; i < counts.length && total > 0; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return value(i) / 1e6;
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    int exponent = 63 - Long.numberOfLeadingZeros(nanos | 1 << SUB_BITS);
    return (exponent << SUB_BITS) + (int) (nanos >>> (exponent - SUB_BITS)) - (1 << SUB_BITS);
  }

  private static double value(int bucket) {
    int exponent = bucket >> SUB_BITS;
    int mantissa = (bucket & ((1 << SUB_BITS) - 1)) + (1 << SUB_BITS);
    return Math.scalb((double) mantissa, exponent - SUB_BITS);
  }
}
