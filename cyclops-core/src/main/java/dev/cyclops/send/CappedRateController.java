/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Another controller, with a bound on the requests per second: a start moves the time at which the
 * next is due by one interval, and idleness moves it to 50 ms ago at most. Not thread-safe.
 */
final class CappedRateController implements RateController {
  private static final double NANOS_PER_SECOND = 1e9;

  /** A loop that wakes up late may catch up by so much. */
  private static final long MAX_SAVED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final RateController controller;
  private final DoubleSupplier maxPerSecond;
  private double knownMax = Double.NaN;
  private double share = 1;
  private long intervalNanos;

  /** When the last start was due. */
  private long lastDueNanos;

  private boolean started;

  CappedRateController(RateController controller, double maxPerSecond) {
    this(controller, () -> maxPerSecond);
  }

  CappedRateController(RateController controller, DoubleSupplier maxPerSecond) {
    this.controller = controller;
    this.maxPerSecond = maxPerSecond;
    follow();
  }

  /** The bound may be another one than before. */
  private void follow() {
    double max = maxPerSecond.getAsDouble();
    if (max == knownMax) {
      return;
    }
    if (!(max > 0)) {
      throw new IllegalArgumentException("maxPerSecond <= 0: " + max);
    }
    knownMax = max;
    spread();
  }

  private void spread() {
    double whole = Math.ceil(NANOS_PER_SECOND / knownMax);
    intervalNanos = (long) Math.ceil(whole / share);
  }

  @Override
  public void onStart(long nowNanos) {
    follow();
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
    follow();
    long wait = controller.nanosUntilSend(nowNanos, inFlight);
    return started ? Math.max(wait, lastDueNanos + intervalNanos - nowNanos) : wait;
  }

  @Override
  public Pace pace() {
    Pace found = controller.pace();
    return intervalNanos == 0 ? found : found.atMost(NANOS_PER_SECOND / intervalNanos);
  }

  @Override
  public double share(int instances, boolean leads) {
    share = controller.share(instances, leads);
    spread();
    return share;
  }
}
