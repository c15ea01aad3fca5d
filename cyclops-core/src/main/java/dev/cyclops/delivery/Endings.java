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
import dev.cyclops.trace.TraceStep.Kind;
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
  private final GuardedSideRequests side;
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
      GuardedSideRequests side,
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
    if (!observers.traces().isIdle()) {
      observers.traces().at(sending.event.id(), Kind.RESULT, described(result));
    }
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
      side.sent(sending.event, result);
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

  /** Nothing of what a sender says in its own words: it may name more than an operator may see. */
  private static String described(SendResult result) {
    SendResult.Failure failure = result.failure();
    if (failure == null) {
      return "status " + result.status();
    }
    return switch (failure) {
      case CONNECT -> "no connection";
      case RESET -> "the connection ended without an answer";
      case TIMEOUT -> "no answer in time";
      case TLS -> "its certificate cannot be trusted, or there is no TLS there";
    };
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
}
