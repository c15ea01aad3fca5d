/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;

/** What is asked of Cyclops when Sentry is away as a whole and comes back. */
final class Absence {
  private static final long SECOND = SECONDS.toNanos(1);
  private static final int MOST_TURNS = 5;

  /** Of what is reported when it is busy so much at least is what Sentry takes in a second. */
  private static final double CAPACITY = 0.75;

  /** The ways to be away; each returns when it holds, by the clock of all. */
  interface Switch {
    long flip();
  }

  private final Trial trial;

  /** More than Sentry can take, so that there is a pace to compare with. */
  private final int busy;

  private final int quiet;
  private final Duration warmUp;

  Absence(Trial trial, int busyPerSecond, int quietPerSecond, Duration warmUp) {
    this.trial = trial;
    this.warmUp = warmUp;
    this.busy = busyPerSecond;
    this.quiet = quietPerSecond;
  }

  /**
   * Lets Sentry work to capacity, be away, and come back.
   *
   * @param openAfter when the breaker must be open, after the beginning
   */
  void run(Switch begin, Duration away, Duration openAfter, Switch end) {
    long warmNanos = workToCapacity();
    long beganNanos = begin.flip();
    Duration open = trial.loadUntilAway(quiet, openAfter);
    long openNanos = System.nanoTime();
    long unreachable = trial.world.books().unreachable();
    trial.load.run(quiet, away.minus(open));
    unreachable = trial.world.books().unreachable() - unreachable;
    long endedNanos = end.flip();
    trial.load.run(quiet, Duration.ofSeconds(3));
    trial.world.awaitDrained();
    long drainedNanos = System.nanoTime();
    SentryView view = trial.world.view();
    trial.say("away %.1f s", seconds(endedNanos - beganNanos));
    SentryView dead = view.between(openNanos, endedNanos);
    checkDead(Math.max(unreachable, dead.attempts()), seconds(endedNanos - openNanos));
    checkReturn(view, endedNanos);
    SentryView before = view.between(warmNanos, beganNanos);
    SentryView after = view.between(endedNanos, drainedNanos);
    trial.say("pace %.0f/s before", before.requests() / seconds(beganNanos - warmNanos));
    checkPace(before, after, seconds(drainedNanos - endedNanos));
    trial.conclude(view);
  }

  /**
   * Until a second was as busy as it gets: what comes later is compared with it, and a slow machine
   * may take its time.
   *
   * @return when it began
   */
  private long workToCapacity() {
    long nanos = System.nanoTime();
    int most = 0;
    for (int turn = 0; turn < MOST_TURNS && most < CAPACITY * busy; turn++) {
      trial.load.run(busy, warmUp);
      most = trial.world.view().between(nanos, Long.MAX_VALUE).busiestSecond();
    }
    return nanos;
  }

  /** A Sentry that is not there cannot count who looks for it. */
  private void checkDead(long requests, double seconds) {
    trial.say("%d requests in %.1f s with the breaker open", requests, seconds);
    trial.marks.assertThat(requests).as("requests to a dead Sentry").isLessThan((long) seconds + 2);
  }

  private void checkReturn(SentryView view, long endedNanos) {
    long first = view.between(endedNanos, Long.MAX_VALUE).firstAcceptedNanos();
    trial.say("first event %.2f s after", seconds(first - endedNanos));
    trial
        .marks
        .assertThat(seconds(trial.stalls.given(endedNanos, first)))
        .as("seconds to the first event, without those in which the machine stood still")
        .isLessThanOrEqualTo(2);
  }

  /**
   * Busiest second against busiest second: what Sentry is given at its best, whatever the machine
   * let it do in between.
   */
  private void checkPace(SentryView before, SentryView after, double emptying) {
    int pace = before.busiestSecond();
    trial.say("%.0f/s until the queue was empty", after.requests() / emptying);
    trial.say("in the busiest second %d, then %d", pace, after.busiestSecond());
    trial.say("in flight at most %d, then %d", before.mostInFlight(), after.mostInFlight());
    trial
        .marks
        .assertThat((double) after.busiestSecond())
        .as("requests in the busiest second after its return; before it were %d", pace)
        .isLessThanOrEqualTo(1.2 * pace);
  }

  private static double seconds(long nanos) {
    return nanos / (double) SECOND;
  }
}
