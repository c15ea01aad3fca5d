/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.time.Duration;

/** SKELETON. */
final class PercentileRateController implements RateController {
  PercentileRateController(int maxSamples, Duration maxInterval) {}

  @Override
  public void onStart(long nowNanos) {}

  @Override
  public void onResult(long startNanos, long nowNanos, Outcome outcome) {}

  @Override
  public long nanosUntilSend(long nowNanos, int inFlight) {
    return 0;
  }
}
