/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory with a spool behind it. */
@Tag("alone")
class OverflowIT {
  /** Several times what memory has room for. */
  private static final int EVENTS = 600;

  private static final Pattern ID = Pattern.compile("\"event_id\":\"([0-9a-f]{32})\"");

  @TempDir private Path folder;

  @Test
  void moreThanMemoryHolds_reachesSentry() throws Exception {
    try (FakeSentry sentry = FakeSentry.start()) {
      sentry.refuseConnections();
      try (SpoolProcess launcher = start(sentry)) {
        assertThat(launcher.description())
            .contains("storage in memory (0 MiB), overflowing into the spool " + folder + "/spool");
        report(launcher, EVENTS);
        // A busy disk takes the others a moment later.
        RunningLauncher.patiently()
            .untilAsserted(
                () -> assertThat(count(launcher, "notDurableHeld")).isBetween(1L, EVENTS / 2L));
        sentry.acceptConnections();
        assertThat(ids(sentry.awaitAccepted(EVENTS))).containsExactlyInAnyOrderElementsOf(all());
        RunningLauncher.patiently().until(() -> count(launcher, "done") == EVENTS);
        assertThat(launcher.stop()).isEqualTo("Cyclops stopped; every event was sent");
      }
    }
  }

  @Test
  void whatIsInMemoryWhenItIsStopped_isFoundAtTheNextStart() throws Exception {
    try (FakeSentry sentry = FakeSentry.start()) {
      sentry.refuseConnections();
      try (SpoolProcess first = start(sentry)) {
        report(first, EVENTS);
        assertThat(count(first, "notDurableHeld")).isPositive();
        assertThat(first.stop())
            .isEqualTo("Cyclops stopped; events that wait in the spool: " + EVENTS);
      }
      try (SpoolProcess second = start(sentry)) {
        assertThat(second.description()).contains(", " + EVENTS + " events found there");
        assertThat(count(second, "recovered")).isEqualTo(EVENTS);
        sentry.acceptConnections();
        assertThat(ids(sentry.awaitAccepted(EVENTS))).containsExactlyInAnyOrderElementsOf(all());
        RunningLauncher.patiently().until(() -> count(second, "done") == EVENTS);
        assertThat(second.stop()).isEqualTo("Cyclops stopped; every event was sent");
      }
    }
  }

  private SpoolProcess start(FakeSentry sentry) throws Exception {
    SpoolProcess.writeConf(
        folder, "InMemoryStorage", sentry.url(), "STORAGE_MAX_BYTES = 128 * 1024");
    return SpoolProcess.start(folder);
  }

  private static void report(SpoolProcess launcher, int count) throws Exception {
    for (int i = 1; i <= count; i++) {
      assertThat(launcher.report(i)).isEqualTo(200);
    }
  }

  private static long count(SpoolProcess launcher, String name) throws Exception {
    return Objects.requireNonNull(launcher.stats("storage").get(name)).getAsLong();
  }

  private static List<String> all() {
    return IntStream.rangeClosed(1, EVENTS).mapToObj("%032x"::formatted).toList();
  }

  private static List<String> ids(List<Received> received) {
    return received.stream()
        .map(
            each -> {
              Matcher matcher = ID.matcher(each.text());
              assertThat(matcher.find()).as(each.text()).isTrue();
              return matcher.group(1);
            })
        .toList();
  }
}
