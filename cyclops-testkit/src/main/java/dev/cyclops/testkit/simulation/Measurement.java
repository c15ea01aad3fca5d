/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit.simulation;

import java.util.Arrays;

/** What happened within a time of the simulation. Not thread-safe. */
public final class Measurement {
  private long[] responseNanos = new long[1024];
  private int answers;
  private boolean sorted;
  private final long beginNanos;
  private long endNanos;
  private int maxInFlight;

  Measurement(long beginNanos) {
    this.beginNanos = beginNanos;
    endNanos = beginNanos;
  }

  void add(long nanos) {
    if (answers == responseNanos.length) {
      responseNanos = Arrays.copyOf(responseNanos, 2 * answers);
    }
    responseNanos[answers++] = nanos;
    sorted = false;
  }

  void sawInFlight(int inFlight) {
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
    return answers * 1e9 / (endNanos - beginNanos);
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
    return responseNanos[(int) Math.min(answers - 1, Math.round(answers * 0.9))] / 1e6;
  }

  /**
   * How many were in flight at most.
   *
   * @return at least 0
   */
  public int maxInFlight() {
    return maxInFlight;
  }
}
