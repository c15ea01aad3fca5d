/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit.simulation;

import java.util.Arrays;

/** What one sender saw within a time of the simulation. Not thread-safe. */
public final class Measurement {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private final long beginNanos;
  private long endNanos;
  private long[] responseNanos = new long[1024];
  private int answers;
  private boolean sorted;
  private int maxInFlight;

  Measurement(long beginNanos) {
    this.beginNanos = beginNanos;
    endNanos = beginNanos;
  }

  void onAnswer(long nanos) {
    if (answers == responseNanos.length) {
      responseNanos = Arrays.copyOf(responseNanos, 2 * answers);
    }
    responseNanos[answers++] = nanos;
    sorted = false;
  }

  /** Another one, of another time or run. */
  void addAll(Measurement other) {
    for (int i = 0; i < other.answers; i++) {
      onAnswer(other.responseNanos[i]);
    }
    endNanos += other.endNanos - other.beginNanos;
    maxInFlight = Math.max(maxInFlight, other.maxInFlight);
  }

  void onStart(int inFlight) {
    maxInFlight = Math.max(maxInFlight, inFlight);
  }

  void end(long nanos) {
    endNanos = nanos;
  }

  /**
   * How many were answered with success.
   *
   * @return at least 0
   */
  public int answers() {
    return answers;
  }

  /**
   * How many were answered with success each second.
   *
   * @return at least 0
   */
  public double answersPerSecond() {
    return answers * NANOS_PER_SECOND / (endNanos - beginNanos);
  }

  /**
   * The time that 90 % of the answers took at most.
   *
   * @return milliseconds; 0 without answers
   */
  public double p90Millis() {
    if (answers == 0) {
      return 0;
    }
    if (!sorted) {
      Arrays.sort(responseNanos, 0, answers);
      sorted = true;
    }
    return responseNanos[(int) (answers * 0.9)] / NANOS_PER_MILLI;
  }

  /**
   * How many were in flight at most, as seen when one started.
   *
   * @return at least 0
   */
  public int maxInFlight() {
    return maxInFlight;
  }
}
