/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.event.Event;
import dev.cyclops.send.RateLimits;
import dev.cyclops.send.SendResult;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Settlement;
import java.time.InstantSource;

/**
 * What is done when a send has ended: everybody is told, in the order in which they need each
 * other's answer, and the event is settled. Used by the sending loop only.
 */
final class Endings {
  private final GuardedController controller;
  private final GuardedFarm farm;
  private final RateLimits limits;
  private final Breaker breaker;
  private final RetryBudget budget;
  private final Consequences consequences;
  private final Settlements settlements;
  private final SideRequests side;
  private final SendCounters counters;
  private final Dispatcher.Observers observers;
  private final Faults faults;
  private final InstantSource clock;

  Endings(
      GuardedController controller,
      GuardedFarm farm,
      RateLimits limits,
      Breaker breaker,
      RetryBudget budget,
      Consequences consequences,
      Settlements settlements,
      SideRequests side,
      SendCounters counters,
      Dispatcher.Observers observers,
      InstantSource clock) {
    this.controller = controller;
    this.farm = farm;
    this.limits = limits;
    this.breaker = breaker;
    this.budget = budget;
    this.consequences = consequences;
    this.settlements = settlements;
    this.side = side;
    this.counters = counters;
    this.observers = observers;
    faults = observers.faults();
    this.clock = clock;
  }

  void take(Sending sending) {
    SendResult result = sending.result();
    Verdict verdict = sending.verdict();
    long now = sending.endNanos();
    long took = now - sending.startNanos;
    counters.ended(verdict);
    if (!sending.probe) {
      farm.release();
      controller.onEnd(sending, now, verdict);
    }
    learn(sending.event, result);
    breaker.onEnd(sending.epoch, sending.event.project(), verdict, result, now);
    if (verdict == Verdict.SUCCEEDED) {
      observers.times().add(took);
      budget.onSuccess(now);
      if (sending.repetition) {
        budget.giveBack(now);
      }
    }
    Delivery delivery = sending.delivery;
    if (delivery == null) {
      endOwn(sending.event, result);
    } else {
      Settlement end = consequences.of(delivery, verdict, result, now, clock.millis());
      count(verdict, sending.event.project(), end);
      settlements.settle(delivery, end);
    }
    try {
      observers.onSent().accept(result, took);
    } catch (Throwable e) {
      faults.report("metrics hook", e);
    }
  }

  private void count(Verdict verdict, long project, Settlement end) {
    if (verdict == Verdict.SUCCEEDED) {
      counters.forwarded.increment();
      observers.onForwarded().accept(project);
    } else if (end instanceof Settlement.Retry && verdict != Verdict.LIMITED) {
      counters.retries.increment();
    }
  }

  private void learn(Event event, SendResult result) {
    try {
      limits.learn(event, result);
    } catch (RuntimeException e) {
      faults.report("rate limits", e);
    }
  }

  private void endOwn(Event event, SendResult result) {
    try {
      side.sent(event, result);
    } catch (Throwable e) {
      faults.report("side requests", e);
    }
  }
}
