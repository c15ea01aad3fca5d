/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.time.Duration;

/**
 * The original's rule: {@code interval = min(maxInterval, mean of the fastest 90 % of the last
 * response times)} from one start to the next, and {@code maxInterval} until there is a sample. It
 * counts from the last start, so an idle hour saves up nothing. Each of n instances waits n times
 * as long.
 */
final class PercentileRateController implements RateController {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final ResponseTimes times;
  private final long maxIntervalNanos;
  private long intervalNanos;
  private int instances = 1;
  private long lastStartNanos;
  private boolean started;

  PercentileRateController(int maxSamples, Duration maxInterval) {
    if (maxInterval.isNegative() || maxInterval.isZero()) {
      throw new IllegalArgumentException("maxInterval <= 0: " + maxInterval);
    }
    times = new ResponseTimes(maxSamples);
    maxIntervalNanos = maxInterval.toNanos();
    intervalNanos = maxIntervalNanos;
  }

  @Override
  public void onStart(long nowNanos) {
    lastStartNanos = nowNanos;
    started = true;
  }

  @Override
  public void onResult(long startNanos, long nowNanos, Outcome outcome) {
    if (outcome == Outcome.SUCCESS) {
      times.add(nowNanos - startNanos);
      long percentileNanos = (long) (times.percentileMillis().orElseThrow() * NANOS_PER_MILLI);
      intervalNanos = Math.min(maxIntervalNanos, percentileNanos);
    }
  }

  @Override
  public long nanosUntilSend(long nowNanos, int inFlight) {
    return started ? Math.max(0, intervalNanos * instances - (nowNanos - lastStartNanos)) : 0;
  }

  @Override
  public Pace pace() {
    return Pace.UNKNOWN.atMost(NANOS_PER_SECOND / ((double) intervalNanos * instances));
  }

  @Override
  public double share(int instances, boolean leads) {
    this.instances = instances;
    return 1.0 / instances;
  }
}
