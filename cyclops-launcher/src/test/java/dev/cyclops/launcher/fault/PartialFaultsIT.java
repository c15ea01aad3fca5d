/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.cyclops.testkit.FakeSentryProcess;
import dev.cyclops.testkit.JournalEntry;
import dev.cyclops.testkit.JournalEntry.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sentry refuses a part of what it gets: that part waits, and nothing else does. */
@Tag("faults")
class PartialFaultsIT {
  private static final Predicate<JournalEntry> TRANSACTIONS =
      entry -> entry.project() == 1 && entry.itemType().equals("transaction");
  private static final Predicate<JournalEntry> SECOND_PROJECT = entry -> entry.project() == 2;
  private static final Predicate<JournalEntry> OTHERS =
      TRANSACTIONS.or(SECOND_PROJECT).negate().and(entry -> entry.kind() != Kind.OPENED);
  private static final long SECOND = SECONDS.toNanos(1);
  private static final int PER_SECOND = 80;

  @TempDir private Path folder;

  @Test
  void categoryLimitedAndProjectRefused_othersFlow() throws Exception {
    try (World world = World.busy(folder, "service 20 0.5", "");
        Trial trial = new Trial("a category 429, a project 403", world, PartialFaultsIT::event)) {
      FakeSentryProcess sentry = world.sentry;
      trial.load.run(PER_SECOND, Duration.ofSeconds(3));
      sentry.tell("rule 2 * 100 403");
      long beganNanos =
          sentry.tell(
              "rule 1 transaction 100 429 Retry-After=12"
                  + " X-Sentry-Rate-Limits=12:transaction:project:quota");
      trial.load.run(PER_SECOND, Duration.ofSeconds(10));
      sentry.tell("norules");
      trial.load.run(PER_SECOND, Duration.ofSeconds(6));
      world.awaitDrained();
      SentryView view = world.view();
      checkCategory(trial, view.only(TRANSACTIONS), beganNanos);
      checkProject(trial, view.only(SECOND_PROJECT), beganNanos);
      checkOthers(trial, view.only(OTHERS), beganNanos);
      trial.conclude(view);
    }
  }

  private static SampleEvent event(long number) {
    return switch ((int) (number % 4)) {
      case 0 -> SampleEvent.transaction(1);
      case 1 -> SampleEvent.error(1);
      case 2 -> SampleEvent.error(2);
      default -> SampleEvent.error(3);
    };
  }

  /** Sentry says it once and for 12 s; what was on its way by then may still come. */
  private static void checkCategory(Trial trial, SentryView transactions, long beganNanos) {
    SentryView during = transactions.between(beganNanos + SECOND, beganNanos + 12 * SECOND);
    long first = transactions.between(beganNanos, Long.MAX_VALUE).firstAcceptedNanos();
    trial.say("%d requests of the category in the 11 s of its limit", during.requests());
    trial.say("first of it %.1f s after Sentry had said 12 s", (first - beganNanos) / 1e9);
    trial.say("%d clients told", trial.load.limited());
    trial.marks.assertThat(during.requests()).as("requests of a limited category").isZero();
    trial
        .marks
        .assertThat(first - beganNanos)
        .as("ns until the limited category goes on")
        .isLessThanOrEqualTo(16 * SECOND);
    trial.marks.assertThat(trial.load.limited()).as("clients told of the limit").isPositive();
  }

  /** One probe after a minute finds that all is well. */
  private static void checkProject(Trial trial, SentryView project, long beganNanos) {
    SentryView parked = project.between(beganNanos + SECOND, beganNanos + 59 * SECOND);
    long first = project.between(beganNanos, Long.MAX_VALUE).firstAcceptedNanos();
    trial.say("%d requests of the project while it was parked", parked.requests());
    trial.say("first of it after %.1f s", (first - beganNanos) / 1e9);
    trial.marks.assertThat(parked.requests()).as("requests of a parked project").isZero();
    trial
        .marks
        .assertThat(first - beganNanos)
        .as("ns until the parked project goes on")
        .isLessThanOrEqualTo(65 * SECOND);
  }

  /** Half of all: as many a second as before, all the time. */
  private static void checkOthers(Trial trial, SentryView others, long beganNanos) {
    SentryView during = others.between(beganNanos + SECOND, beganNanos + 9 * SECOND);
    double pace = during.requests() / 8.0;
    trial.say("the others at %.1f/s of %d/s", pace, PER_SECOND / 2);
    trial
        .marks
        .assertThat(pace)
        .as("the pace of what nobody limits")
        .isGreaterThanOrEqualTo(0.9 * PER_SECOND / 2);
  }
}
