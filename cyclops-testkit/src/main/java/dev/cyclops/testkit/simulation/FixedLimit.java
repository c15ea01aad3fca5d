/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit.simulation;

import dev.cyclops.send.RateController;

/**
 * As many requests in flight as somebody who knows Sentry has chosen: what others are measured by.
 *
 * @param inFlight how many, at least 1
 */
public record FixedLimit(int inFlight) implements RateController {
  @Override
  public void onStart(long nowNanos) {}

  @Override
  public void onResult(long startNanos, long nowNanos, Outcome outcome) {}

  @Override
  public long nanosUntilSend(long nowNanos, int inFlight) {
    return inFlight < this.inFlight ? 0 : WAIT_FOR_ANSWER;
  }
}
