/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.send.RateController;
import dev.cyclops.send.RateController.Outcome;

/** A rate controller whose exceptions are counted and go no further. */
final class GuardedController {
  private static final String PLACE = "rate controller";

  private final RateController controller;
  private final Faults faults;

  GuardedController(RateController controller, Faults faults) {
    this.controller = controller;
    this.faults = faults;
  }

  void onStart(long nowNanos) {
    try {
      controller.onStart(nowNanos);
    } catch (Throwable e) {
      faults.report(PLACE, e);
    }
  }

  void onResult(long startNanos, long nowNanos, Outcome outcome) {
    try {
      controller.onResult(startNanos, nowNanos, outcome);
    } catch (Throwable e) {
      faults.report(PLACE, e);
    }
  }

  long nanosUntilSend(long nowNanos, int inFlight, long otherwise) {
    try {
      return controller.nanosUntilSend(nowNanos, inFlight);
    } catch (Throwable e) {
      faults.report(PLACE, e);
      return otherwise;
    }
  }
}
