/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.send.Pace;
import dev.cyclops.send.RateController;
import dev.cyclops.send.RateController.Outcome;
import java.util.Objects;

/**
 * A rate controller that is told of each start and each end once, and whose exceptions are counted
 * and go no further. Used by the sending loop only.
 */
final class GuardedController {
  private static final String PLACE = "rate controller";

  private final RateController controller;
  private final Faults faults;
  private int inFlight;
  private long startedAtNanos;
  private boolean started;
  private int instances = 1;
  private boolean leads = true;

  GuardedController(RateController controller, Faults faults) {
    this.controller = controller;
    this.faults = faults;
  }

  /** How many have started that it was not told the end of. */
  int inFlight() {
    return inFlight;
  }

  void onStart(Sending sending) {
    inFlight++;
    started = true;
    startedAtNanos = sending.startNanos;
    try {
      controller.onStart(sending.startNanos);
    } catch (Throwable e) {
      faults.report(PLACE, e);
    }
  }

  void onEnd(Sending sending, long nowNanos, Verdict verdict) {
    boolean answered = sending.result().failure() == null;
    Outcome refused = answered ? Outcome.REFUSED : Outcome.FAILED;
    end(sending, nowNanos, verdict == Verdict.SUCCEEDED ? Outcome.SUCCESS : refused);
  }

  /** It may end one day, which then is no news. */
  void writeOff(Sending sending, long nowNanos) {
    if (!sending.probe) {
      end(sending, nowNanos, Outcome.FAILED);
    }
  }

  private void end(Sending sending, long nowNanos, Outcome outcome) {
    if (sending.writtenOff) {
      return;
    }
    sending.writtenOff = true;
    inFlight--;
    try {
      controller.onResult(sending.startNanos, nowNanos, outcome);
    } catch (Throwable e) {
      faults.report(PLACE, e);
    }
  }

  Pace pace() {
    try {
      return Objects.requireNonNull(controller.pace(), "pace == null");
    } catch (Throwable e) {
      faults.report(PLACE, e);
      return Pace.UNKNOWN;
    }
  }

  /** Takes in who else sends. */
  void look(GuardedFarm farm) {
    int nowInstances = farm.instances(instances);
    boolean nowLeads = farm.leads(leads);
    if (nowInstances == instances && nowLeads == leads) {
      return;
    }
    instances = nowInstances;
    leads = nowLeads;
    try {
      controller.share(instances, leads);
    } catch (Throwable e) {
      faults.report(PLACE, e);
    }
  }

  /** Who does not may be the next one at any time, which nothing tells the loop. */
  boolean leads() {
    return leads;
  }

  /**
   * How long the next send has to wait. While the controller fails, one goes at a time: a pace that
   * any Sentry bears, since what is accepted must not wait for a plugin's mending.
   *
   * @param otherwise how long from one to the next then
   */
  long nanosUntilSend(long nowNanos, long otherwise) {
    try {
      return controller.nanosUntilSend(nowNanos, inFlight);
    } catch (Throwable e) {
      faults.report(PLACE, e);
      boolean first = !started && inFlight == 0;
      long since = nowNanos - startedAtNanos;
      return first || (inFlight == 0 && since >= otherwise) ? 0 : otherwise;
    }
  }
}
