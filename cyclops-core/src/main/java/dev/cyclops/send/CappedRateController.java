/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.util.concurrent.TimeUnit;

/**
 * Another controller, with a bound on the requests per second: a start moves the time at which the
 * next is due by one interval, and idleness moves it to 50 ms ago at most. Not thread-safe.
 */
final class CappedRateController implements RateController {
  private static final double NANOS_PER_SECOND = 1e9;

  /** A loop that wakes up late may catch up by so much. */
  private static final long MAX_SAVED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final RateController controller;
  private final long wholeIntervalNanos;
  private long intervalNanos;

  /** When the last start was due. */
  private long lastDueNanos;

  private boolean started;

  CappedRateController(RateController controller, double maxPerSecond) {
    if (!(maxPerSecond > 0)) {
      throw new IllegalArgumentException("maxPerSecond <= 0: " + maxPerSecond);
    }
    this.controller = controller;
    wholeIntervalNanos = (long) Math.ceil(NANOS_PER_SECOND / maxPerSecond);
    intervalNanos = wholeIntervalNanos;
  }

  @Override
  public void onStart(long nowNanos) {
    controller.onStart(nowNanos);
    long earliest = nowNanos - Math.max(0, MAX_SAVED_NANOS - intervalNanos);
    long due = started ? lastDueNanos + intervalNanos : nowNanos;
    lastDueNanos = due - earliest > 0 ? due : earliest;
    started = true;
  }

  @Override
  public void onResult(long startNanos, long nowNanos, Outcome outcome) {
    controller.onResult(startNanos, nowNanos, outcome);
  }

  @Override
  public long nanosUntilSend(long nowNanos, int inFlight) {
    long wait = controller.nanosUntilSend(nowNanos, inFlight);
    return started ? Math.max(wait, lastDueNanos + intervalNanos - nowNanos) : wait;
  }

  @Override
  public Pace pace() {
    return controller.pace().atMost(NANOS_PER_SECOND / intervalNanos);
  }

  @Override
  public double share(int instances, boolean leads) {
    double share = controller.share(instances, leads);
    intervalNanos = (long) Math.ceil(wholeIntervalNanos / share);
    return share;
  }
}
