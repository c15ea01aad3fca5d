/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import java.time.Duration;

/** Sentry answers a tenth of the requests with 500, by a seeded chance. */
final class SomeErrors {
  private final Trial trial;
  private final int perSecond;

  SomeErrors(Trial trial, int perSecond) {
    this.trial = trial;
    this.perSecond = perSecond;
  }

  void run(Duration duration) {
    trial.world.sentry.tell("seed 42");
    long beganNanos = trial.world.sentry.tell("rule * * 10 500");
    trial.load.run(perSecond, duration);
    trial.world.awaitDrained();
    trial.world.sentry.tell("norules");
    SentryView view = trial.world.view();
    SentryView during = view.between(beganNanos, Long.MAX_VALUE);
    double each = during.requests() / (double) trial.load.acknowledged().size();
    trial.say("%d requests, %.3f for each event", during.requests(), each);
    trial.marks.assertThat(each).as("requests for each event").isLessThanOrEqualTo(1.15);
    trial.conclude(view);
  }
}
