/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit.simulation;

import dev.cyclops.send.RateController;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Instances in front of one simulated Sentry, each with a pace of its own, which hear of each other
 * as they do on Redis: what has changed reaches each with its next announcement, and who is dead is
 * missed when its entry has run out. All of them hold a backlog without an end.
 */
final class SimulatedFarm {
  private static final long ANNOUNCE_NANOS = Duration.ofMillis(250).toNanos();
  private static final long ENTRY_NANOS = Duration.ofSeconds(2).toNanos();
  private static final int MAX_IN_FLIGHT = 256;

  private final class Instance {
    final RateController controller;
    final Sender sender;
    long deadline;
    boolean dead;

    Instance(RateController controller) {
      this.controller = controller;
      sender = new Sender(sentry, controller);
      sender.maxInFlight(MAX_IN_FLIGHT);
    }

    void announce() {
      if (dead) {
        return;
      }
      long now = sentry.nowNanos();
      instances.removeIf(other -> other.deadline < now);
      deadline = now + ENTRY_NANOS;
      boolean isNew = !instances.contains(this);
      if (isNew) {
        instances.add(this);
      }
      passLead(now);
      controller.share(instances.size(), lead == this);
      sender.waiting(Long.MAX_VALUE);
      sentry.at(now + ANNOUNCE_NANOS, this::announce);
    }

    private void passLead(long now) {
      if (!instances.contains(lead)) {
        lead = this;
        leadNanos = now;
      } else if (lead == this && now - leadNanos >= turn.toNanos()) {
        lead = instances.get((instances.indexOf(this) + 1) % instances.size());
        leadNanos = now;
      }
    }
  }

  private final SentrySimulation sentry;
  private final Supplier<RateController> controllers;
  private final Duration turn;
  private final List<Instance> instances = new ArrayList<>();
  private final List<Sender> senders = new ArrayList<>();
  private Instance lead;
  private long leadNanos;

  SimulatedFarm(long seed, Duration turn, Supplier<RateController> controllers) {
    this.turn = turn;
    this.controllers = controllers;
    sentry = new SentrySimulation(new FixedLimit(1), seed);
  }

  SentrySimulation sentry() {
    return sentry;
  }

  /** One more, whose first announcement is some time from now. */
  void join(Duration wait) {
    Instance instance = new Instance(controllers.get());
    senders.add(instance.sender);
    sentry.at(sentry.nowNanos() + wait.toNanos(), instance::announce);
  }

  /** The one that leads says so and is gone. */
  void leaveLead() {
    instances.remove(lead);
    end(lead);
  }

  /** The one that leads falls silent. */
  void killLead() {
    end(lead);
  }

  private static void end(Instance instance) {
    instance.dead = true;
    instance.sender.waiting(0);
  }

  /** What all of them saw together. */
  Measurement run(Duration time) {
    List<Measurement> seen = new ArrayList<>();
    for (Sender sender : senders) {
      seen.add(sender.measure(sentry.nowNanos()));
    }
    sentry.run(time);
    Measurement all = new Measurement(sentry.nowNanos() - time.toNanos());
    for (Measurement measurement : seen) {
      measurement.end(sentry.nowNanos() - time.toNanos());
      all.addAll(measurement);
    }
    all.end(sentry.nowNanos());
    return all;
  }
}
