/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import dev.cyclops.testkit.FakeSentryProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sentry in trouble, for as long as it takes to see what becomes of it. */
@Tag("alone")
@Tag("faults")
class FaultsIT {
  private static final Duration WARM_UP = Duration.ofSeconds(8);

  @TempDir private static Path folder;
  private static World world;

  @BeforeAll
  static void start() throws Exception {
    world = World.busy(folder, "service 20 0.5", "");
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void outage_ofAMinute() {
    FakeSentryProcess sentry = world.sentry;
    try (Trial trial = new Trial("outage", world, n -> SampleEvent.error(1 + n % 3))) {
      new Absence(trial, 500, 60, WARM_UP)
          .run(sentry::kill, Duration.ofSeconds(60), Duration.ofSeconds(2), sentry::restart);
    }
  }

  @Test
  void hang_acceptsAndNeverAnswers() {
    FakeSentryProcess sentry = world.sentry;
    try (Trial trial = new Trial("hang", world, n -> SampleEvent.error(1 + n % 3))) {
      new Absence(trial, 500, 60, WARM_UP)
          .run(
              () -> sentry.tell("hang true"),
              Duration.ofSeconds(25),
              Duration.ofSeconds(12),
              () -> sentry.tell("hang false"));
    }
  }

  @Test
  void resets_ofEachRequest() {
    FakeSentryProcess sentry = world.sentry;
    try (Trial trial = new Trial("resets", world, n -> SampleEvent.error(1 + n % 3))) {
      new Absence(trial, 500, 60, WARM_UP)
          .run(
              () -> sentry.tell("reset true"),
              Duration.ofSeconds(10),
              Duration.ofSeconds(1),
              () -> sentry.tell("reset false"));
    }
  }

  @Test
  void errors_ofATenthOfTheRequests() {
    try (Trial trial = new Trial("10 % of 500s", world, n -> SampleEvent.error(1 + n % 3))) {
      new SomeErrors(trial, 300).run(Duration.ofSeconds(12));
    }
  }
}
