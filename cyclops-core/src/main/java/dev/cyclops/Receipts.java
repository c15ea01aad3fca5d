/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.Receipt.Outcome;
import dev.cyclops.delivery.ClientReports;
import dev.cyclops.delivery.DiscardReason;
import dev.cyclops.delivery.Faults;
import dev.cyclops.event.Route;
import dev.cyclops.send.RateLimits;
import dev.cyclops.trace.Traces;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is counted and told once it is settled what becomes of an event, and what its client is
 * answered. On the way of every event; thread-safe.
 */
final class Receipts {
  private final DoorCounters counters;
  private final ProjectCounters projects;
  private final ClientReports reports;
  private final Traces traces;
  private final CyclopsMetrics metrics;
  private final RateLimits limits;
  private final Faults faults;

  Receipts(
      DoorCounters counters,
      ProjectCounters projects,
      ClientReports reports,
      Traces traces,
      CyclopsMetrics metrics,
      RateLimits limits,
      Faults faults) {
    this.counters = counters;
    this.projects = projects;
    this.reports = reports;
    this.traces = traces;
    this.metrics = metrics;
    this.limits = limits;
    this.faults = faults;
  }

  /** Of an event that became what was decided. */
  Receipt of(Decision decision) {
    return counted(decision, decision.receipt());
  }

  /** Of an event that was let in and found no room. */
  Receipt full(Route route, Decision decision) {
    return counted(decision, noRoom(route, decision));
  }

  /** Slows this kind of event of this key down for a moment, and nothing else. */
  private static Receipt noRoom(Route route, Decision decision) {
    long count = decision.receipt().count();
    if (route.neverSlowed()) {
      return new Receipt(Outcome.SHED, decision.receipt().eventId(), count, null, "");
    }
    int seconds = 1 + ThreadLocalRandom.current().nextInt(5);
    String limit = seconds + ":" + decision.category().wireName() + ":key:queue_full";
    return new Receipt(Outcome.FULL, null, count, limit, "no room for more events now");
  }

  private Receipt counted(Decision decision, Receipt receipt) {
    counters.answered(receipt.outcome(), decision.grouped());
    projects.answered(decision.project(), receipt.outcome());
    reportIfDropped(decision, receipt.outcome());
    if (!traces.isIdle()) {
      traces.answered(
          receipt.eventId(),
          receipt.outcome().name().toLowerCase(Locale.ROOT),
          decision.project(),
          decision.category());
    }
    try {
      metrics.onReceipt(decision.project(), decision.category(), receipt.outcome());
    } catch (RuntimeException | Error e) {
      faults.report("metrics hook", e);
    }
    return told(decision, receipt);
  }

  /**
   * A refusal for want of room is ours to report as well: an SDK takes it for granted that who
   * answers 429 counts what it has refused, and reports only what it holds back from then on.
   */
  private void reportIfDropped(Decision decision, Outcome outcome) {
    boolean noRoom = outcome == Outcome.SHED || outcome == Outcome.FULL;
    DiscardReason reason = noRoom ? DiscardReason.NO_ROOM : decision.discard();
    if (reason != null && decision.publicKey() != null) {
      reports.dropped(
          decision.project(), decision.publicKey(), decision.eventCategory(), reason, 1);
    }
  }

  /** Clients drop by themselves what Sentry would not take, and count it. No stranger is told. */
  private Receipt told(Decision decision, Receipt receipt) {
    if (decision.publicKey() == null) {
      return receipt;
    }
    String stated = limits.header(decision.project(), decision.publicKey());
    if (stated == null) {
      return receipt;
    }
    // Our own comes first: it is the one that a refused client has to wait for.
    String own = receipt.rateLimits();
    return receipt.telling(own == null ? stated : own + ", " + stated);
  }
}
