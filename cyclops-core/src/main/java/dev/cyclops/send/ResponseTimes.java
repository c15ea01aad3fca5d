/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The last response times of Sentry, with the two numbers that operators know from {@code /count}:
 * their mean, and the mean of the fastest 90 %. Thread-safe.
 */
public final class ResponseTimes {
  private static final double NANOS_PER_MILLI = 1e6;

  /** In order of arrival, once around. */
  private final long[] ring;

  /** The same, in order of size, so that the fastest are a prefix. */
  private final long[] sorted;

  private int size;
  private int oldest;

  /**
   * Nothing measured yet.
   *
   * @param maxSamples how many times count, at least 1; the oldest goes when one more comes
   */
  public ResponseTimes(int maxSamples) {
    if (maxSamples < 1) {
      throw new IllegalArgumentException("maxSamples < 1: " + maxSamples);
    }
    ring = new long[maxSamples];
    sorted = new long[maxSamples];
  }

  /**
   * Takes in one more.
   *
   * @param nanos how long Sentry took to answer, in nanoseconds
   */
  public synchronized void add(long nanos) {
    if (size == ring.length) {
      removeSorted(ring[oldest]);
      ring[oldest] = nanos;
      oldest = (oldest + 1) % ring.length;
    } else {
      ring[size] = nanos;
    }
    insertSorted(nanos);
  }

  private void removeSorted(long nanos) {
    int at = Arrays.binarySearch(sorted, 0, size, nanos);
    size--;
    System.arraycopy(sorted, at + 1, sorted, at, size - at);
  }

  private void insertSorted(long nanos) {
    int at = Arrays.binarySearch(sorted, 0, size, nanos);
    at = at < 0 ? -at - 1 : at;
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = nanos;
    size++;
  }

  /**
   * The mean.
   *
   * @return milliseconds; empty before the first one
   */
  public synchronized OptionalDouble averageMillis() {
    return meanOfFastest(size);
  }

  /**
   * The mean of the fastest 90 %, which the original calls the 90 % percentile. The number of
   * samples in it is 0.9 times all of them, rounded, halves up.
   *
   * @return milliseconds; empty before the first one
   */
  public synchronized OptionalDouble percentileMillis() {
    return meanOfFastest((int) Math.round(size * 0.9));
  }

  private OptionalDouble meanOfFastest(int count) {
    if (count == 0) {
      return OptionalDouble.empty();
    }
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += sorted[i];
    }
    return OptionalDouble.of(sum / NANOS_PER_MILLI / count);
  }
}
