/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit.simulation;

import dev.cyclops.send.RateController;
import dev.cyclops.send.RateController.Outcome;

/** Somebody who sends to the simulated Sentry, as the sending loop does. */
final class Sender {
  private static final long NEVER = Long.MIN_VALUE;

  private final SentrySimulation simulation;
  private final RateController controller;
  private int maxInFlight = Integer.MAX_VALUE;
  private long waiting;
  private int inFlight;
  private long wakeNanos = NEVER;
  private Measurement measurement = new Measurement(0);

  Sender(SentrySimulation simulation, RateController controller) {
    this.simulation = simulation;
    this.controller = controller;
  }

  void waiting(long count) {
    waiting = count;
    send();
  }

  void addWaiting() {
    waiting++;
    send();
  }

  void maxInFlight(int max) {
    maxInFlight = max;
    send();
  }

  Measurement measure(long nowNanos) {
    measurement = new Measurement(nowNanos);
    return measurement;
  }

  private void send() {
    while (waiting > 0 && inFlight < maxInFlight) {
      long now = simulation.nowNanos();
      long wait = controller.nanosUntilSend(now, inFlight);
      if (wait > 0) {
        if (wait != RateController.WAIT_FOR_ANSWER) {
          wakeAt(now + wait);
        }
        return;
      }
      waiting--;
      inFlight++;
      measurement.onStart(inFlight);
      controller.onStart(now);
      simulation.arrive(this);
    }
  }

  /** The earlier times that were asked for do not count any more. */
  private void wakeAt(long nanos) {
    if (nanos != wakeNanos) {
      wakeNanos = nanos;
      simulation.at(
          nanos,
          () -> {
            if (wakeNanos == nanos) {
              wakeNanos = NEVER;
              send();
            }
          });
    }
  }

  void answered(long startNanos, Outcome outcome) {
    inFlight--;
    long now = simulation.nowNanos();
    if (outcome == Outcome.SUCCESS) {
      measurement.onAnswer(now - startNanos);
    }
    controller.onResult(startNanos, now, outcome);
    send();
  }
}
