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

/** The short form of {@link FaultsIT}, at the original's pace: one request after the other. */
@Tag("alone")
class BriefFaultsIT {
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final int BUSY = 65;
  private static final int QUIET = 10;

  @TempDir private static Path folder;
  private static World world;

  @BeforeAll
  static void start() throws Exception {
    // What hung is sent again after the timeout: not much later than Sentry is back.
    String settings = "RATE_CONTROLLER = 'percentile'\nSENTRY_TIMEOUT = 16";
    world = World.busy(folder, "service 20 0.5", settings);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void outage_ofTenSeconds() {
    FakeSentryProcess sentry = world.sentry;
    try (Trial trial = new Trial("brief outage", world, n -> SampleEvent.error(1 + n % 3))) {
      new Absence(trial, BUSY, QUIET, WARM_UP)
          .run(sentry::kill, Duration.ofSeconds(10), Duration.ofSeconds(2), sentry::restart);
    }
  }

  @Test
  void hang_ofFifteenSeconds() {
    FakeSentryProcess sentry = world.sentry;
    try (Trial trial = new Trial("brief hang", world, n -> SampleEvent.error(1 + n % 3))) {
      new Absence(trial, BUSY, QUIET, WARM_UP)
          .run(
              () -> sentry.tell("hang true"),
              Duration.ofSeconds(15),
              Duration.ofSeconds(12),
              () -> sentry.tell("hang false"));
    }
  }

  @Test
  void errors_ofATenthOfTheRequests() {
    try (Trial trial = new Trial("brief 10 % of 500s", world, n -> SampleEvent.error(1 + n % 3))) {
      new SomeErrors(trial, 40).run(Duration.ofSeconds(6));
    }
  }
}
