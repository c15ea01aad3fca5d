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
@Tag("alone")
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
      checkCategory(trial, view.only(TRANSACTIONS));
      checkProject(trial, view.only(SECOND_PROJECT));
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

  /** What was on its way when Sentry said it may still come for a second. */
  private static long settled(Trial trial, long saidNanos) {
    long settled = saidNanos + SECOND;
    return settled + trial.stalls.between(saidNanos, settled + 10 * SECOND);
  }

  /** Sentry says it once and for 12 s. */
  private static void checkCategory(Trial trial, SentryView transactions) {
    SentryView limits = transactions.answers(429);
    long said = limits.firstNanos();
    long settled = settled(trial, said);
    SentryView during = transactions.between(settled, said + 12 * SECOND);
    long first = transactions.between(settled, Long.MAX_VALUE).firstAcceptedNanos();
    trial.say("%d requests of the category in the 11 s of its limit", during.requests());
    trial.say("first of it %.1f s after Sentry had said 12 s", (first - said) / 1e9);
    trial.say("%d clients told", trial.load.limited());
    trial.marks.assertThat(during.requests()).as("requests of a limited category").isZero();
    // It is said anew where the machine was slower than the limit was long.
    trial
        .marks
        .assertThat(trial.stalls.given(limits.lastNanos(), first))
        .as("ns until the limited category goes on")
        .isLessThanOrEqualTo(16 * SECOND);
    trial.marks.assertThat(trial.load.limited()).as("clients told of the limit").isPositive();
  }

  /** One probe after a minute finds that all is well. */
  private static void checkProject(Trial trial, SentryView project) {
    long said = project.answers(403).firstNanos();
    long settled = settled(trial, said);
    SentryView parked = project.between(settled, said + 59 * SECOND);
    long first = project.between(settled, Long.MAX_VALUE).firstAcceptedNanos();
    trial.say("%d requests of the project while it was parked", parked.requests());
    trial.say("first of it after %.1f s", (first - said) / 1e9);
    trial.marks.assertThat(parked.requests()).as("requests of a parked project").isZero();
    trial
        .marks
        .assertThat(trial.stalls.given(said, first))
        .as("ns until the parked project goes on")
        .isLessThanOrEqualTo(65 * SECOND);
  }

  /** Half of all: as many a second as before, all the time. */
  private static void checkOthers(Trial trial, SentryView others, long beganNanos) {
    long from = beganNanos + SECOND;
    long to = from + 8 * SECOND;
    // What was due while the machine stood still comes later, some of it beyond the end.
    double seconds = trial.stalls.given(from, to) / (double) SECOND;
    double pace = others.between(from, to).requests() / seconds;
    trial.say("the others at %.1f/s of %d/s", pace, PER_SECOND / 2);
    trial
        .marks
        .assertThat(pace)
        .as("the pace of what nobody limits")
        .isGreaterThanOrEqualTo(0.9 * PER_SECOND / 2);
  }
}
