/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.send;

import dev.cyclops.send.RateController;

/**
 * As many sends in flight as it was told: with the number of Sentry's workers what a controller can
 * be at its best, with a very large one no control at all.
 */
public final class FixedRateController implements RateController {
  private final int maxInFlight;

  /** At least 1. */
  public FixedRateController(int maxInFlight) {
    this.maxInFlight = maxInFlight;
  }

  @Override
  public void onStart(long nowNanos) {}

  @Override
  public void onResult(long startNanos, long nowNanos, Outcome outcome) {}

  @Override
  public long nanosUntilSend(long nowNanos, int inFlight) {
    return inFlight < maxInFlight ? 0 : WAIT_FOR_ANSWER;
  }
}
