/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Another controller's pace, but never more sends a second than an operator allows. A send may come
 * a little before its time when those before it came late, so that a loop which wakes up late still
 * reaches the rate; after an idle hour no more than that little is saved up.
 */
final class BoundedRateController implements RateController {
  private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final RateController pace;
  private final long intervalNanos;
  private long nextNanos;
  private boolean started;

  BoundedRateController(RateController pace, double maxPerSecond) {
    this.pace = Objects.requireNonNull(pace, "pace == null");
    if (!(maxPerSecond >= 0.001 && maxPerSecond <= 1e6)) {
      throw new IllegalArgumentException(
          "maxPerSecond is not within 0.001 to 1000000: " + maxPerSecond);
    }
    intervalNanos = Math.round(1e9 / maxPerSecond);
  }

  @Override
  public void onStart(long nowNanos) {
    long earliest = nowNanos - SLACK_NANOS;
    boolean late = !started || nextNanos - earliest < 0;
    nextNanos = (late ? earliest : nextNanos) + intervalNanos;
    started = true;
    pace.onStart(nowNanos);
  }

  @Override
  public void onResult(long startNanos, long nowNanos, Outcome outcome) {
    pace.onResult(startNanos, nowNanos, outcome);
  }

  @Override
  public long nanosUntilSend(long nowNanos, int inFlight) {
    long wait = pace.nanosUntilSend(nowNanos, inFlight);
    return started ? Math.max(wait, nextNanos - nowNanos) : wait;
  }
}
