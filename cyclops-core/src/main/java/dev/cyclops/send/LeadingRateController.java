/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Another controller, of which one in a farm is at work: the one of the instance that leads. Two
 * that look for the level at which Sentry does not queue would each take the other's queue for
 * Sentry's own slowness, and push it up and up.
 *
 * <p>Who does not lead sends one at a time, so that what only it holds gets through as well: all of
 * those together take less than a fiftieth of one worker of Sentry's. Not thread-safe.
 */
final class LeadingRateController implements RateController {
  private static final double ASIDE = 0.02;

  /** Until there was an answer. */
  private static final long FIRST_RESPONSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final RateController controller;
  private int instances = 1;
  private boolean leads = true;

  /** Whether one is in flight that the controller was not told of, and since when. */
  private boolean aside;

  private long asideNanos;
  private boolean sentAside;
  private long responseNanos = FIRST_RESPONSE_NANOS;

  LeadingRateController(RateController controller) {
    this.controller = controller;
  }

  @Override
  public double share(int instances, boolean leads) {
    this.instances = instances;
    this.leads = leads;
    if (instances == 1) {
      return 1;
    }
    return leads ? 1 - ASIDE : ASIDE / instances;
  }

  /** Who does not lead has one in flight. */
  @Override
  public Pace pace() {
    return leads ? controller.pace() : Pace.inFlight(1, OptionalDouble.empty());
  }

  @Override
  public void onStart(long nowNanos) {
    if (leads || aside) {
      controller.onStart(nowNanos);
    } else {
      aside = true;
      sentAside = true;
      asideNanos = nowNanos;
    }
  }

  @Override
  public void onResult(long startNanos, long nowNanos, Outcome outcome) {
    if (outcome == Outcome.SUCCESS) {
      responseNanos = nowNanos - startNanos;
    }
    if (aside && startNanos == asideNanos) {
      aside = false;
    } else {
      controller.onResult(startNanos, nowNanos, outcome);
    }
  }

  @Override
  public long nanosUntilSend(long nowNanos, int inFlight) {
    if (leads) {
      return controller.nanosUntilSend(nowNanos, aside ? inFlight - 1 : inFlight);
    }
    if (inFlight > 0) {
      return WAIT_FOR_ANSWER;
    }
    long pause = Math.min(LONGEST_PAUSE_NANOS, (long) ((double) responseNanos * instances / ASIDE));
    return sentAside ? Math.max(0, pause - (nowNanos - asideNanos)) : 0;
  }
}
