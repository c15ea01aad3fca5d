/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What waits in a spool when its process ends, and who finds it. */
class SpoolRestartIT {
  private static final int EVENTS = 40;
  private static final Pattern ID = Pattern.compile("\"event_id\":\"([0-9a-f]{32})\"");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"fsync, false", "fsync, true", "process, false", "process, true"})
  void start_findsWhatWasLeft(String durability, boolean killed) throws Exception {
    try (FakeSentry sentry = FakeSentry.start()) {
      sentry.refuseConnections();
      SpoolProcess.writeConf(folder, sentry.url(), "SPOOL_DURABILITY = '" + durability + "'");
      try (SpoolProcess first = SpoolProcess.start(folder)) {
        assertThat(first.description())
            .contains(
                "storage in spool " + folder + "/spool (10240 MiB, " + durability + "), repeats")
            .doesNotContain("found there");
        report(first, 1, EVENTS);
        if (killed) {
          first.kill();
        } else {
          assertThat(first.stop())
              .isEqualTo("Cyclops stopped; events that wait in the spool: " + EVENTS);
        }
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool())))
          .isEqualTo("rwx------");

      try (SpoolProcess second = SpoolProcess.start(folder)) {
        assertThat(second.description()).contains(", " + EVENTS + " events found there");
        assertThat(second.stats("storage").get("recovered").getAsLong()).isEqualTo(EVENTS);
        sentry.acceptConnections();
        // None of them was sent before: none comes twice.
        assertThat(ids(sentry.awaitAccepted(EVENTS)))
            .containsExactlyInAnyOrderElementsOf(
                IntStream.rangeClosed(1, EVENTS).mapToObj("%032x"::formatted).toList());
        RunningLauncher.patiently()
            .until(() -> second.stats("storage").get("done").getAsLong() == EVENTS);
        assertThat(second.stop()).isEqualTo("Cyclops stopped; every event was sent");
      }
      assertThat(sentry.accepted()).hasSize(EVENTS);
      try (SpoolProcess third = SpoolProcess.start(folder)) {
        assertThat(third.stats("storage").get("recovered").getAsLong()).isZero();
        assertThat(third.stop()).isEqualTo("Cyclops stopped; every event was sent");
        assertThat(third.process().err()).isEmpty();
      }
    }
  }

  @Test
  void stats_tellOfTheFile() throws Exception {
    SpoolProcess.writeConf(folder, "http://127.0.0.1:1", "SPOOL_MAX_BYTES = 2000000");
    try (SpoolProcess launcher = SpoolProcess.start(folder)) {
      report(launcher, 1, 3);

      assertThat(launcher.stats("storage").get("maxBytes").getAsLong()).isEqualTo(2_000_000);
      assertThat(launcher.stats("spool").get("folder").getAsString()).isEqualTo(spool().toString());
      assertThat(launcher.stats("spool").get("fileBytes").getAsLong()).isGreaterThan(1000);
      assertThat(launcher.stats("spool").get("volumeFreeBytes").getAsLong()).isPositive();
      assertThat(launcher.stats("spool").get("trouble").getAsString()).isEmpty();
      launcher.kill();
    }
  }

  private Path spool() {
    return folder.resolve("spool");
  }

  private static void report(SpoolProcess launcher, int first, int last) throws Exception {
    for (int i = first; i <= last; i++) {
      assertThat(launcher.report(i)).isEqualTo(200);
    }
  }

  private static List<String> ids(List<Received> received) {
    return received.stream().map(each -> id(each.text())).toList();
  }

  private static String id(String text) {
    Matcher matcher = ID.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }
}
