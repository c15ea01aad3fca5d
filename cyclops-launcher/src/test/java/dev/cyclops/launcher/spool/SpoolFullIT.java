/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.testkit.FakeSentry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more, which a limit on the size of files stands in for. */
class SpoolFullIT {
  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

  @TempDir private Path folder;

  @Test
  void disk_thatTakesNothingHasEventsWaitInMemory() throws Exception {
    assumeThat(PRLIMIT).exists();
    try (FakeSentry sentry = FakeSentry.start()) {
      sentry.refuseConnections();
      SpoolProcess.writeConf(folder, sentry.url(), "");
      try (SpoolProcess launcher = SpoolProcess.start(folder)) {
        assertThat(launcher.report(1)).isEqualTo(200);
        limitFiles(launcher, "4096:");
        assertThat(launcher.report(2)).isEqualTo(200);
        assertThat(launcher.report(3)).isEqualTo(200);

        assertThat(launcher.stats("storage").get("notDurableHeld").getAsLong()).isEqualTo(2);
        assertThat(launcher.stats("storage").get("ready").getAsLong()).isLessThanOrEqualTo(3);
        assertThat(launcher.stats("spool").get("trouble").getAsString()).isNotEmpty();

        limitFiles(launcher, "unlimited:");
        RunningLauncher.patiently()
            .until(() -> launcher.stats("storage").get("notDurableHeld").getAsLong() == 0);
        assertThat(launcher.stats("spool").get("trouble").getAsString()).isEmpty();
        // Told a moment after it is so.
        RunningLauncher.patiently().until(() -> !told(launcher, "takes events again").isEmpty());
        assertThat(told(launcher, "the spool " + folder + "/spool takes no events")).hasSize(1);
        assertThat(told(launcher, "the spool " + folder + "/spool takes events again")).hasSize(1);
        assertThat(told(launcher, "\tat ")).isEmpty();
        launcher.kill();
      }
      sentry.acceptConnections();
      try (SpoolProcess second = SpoolProcess.start(folder)) {
        assertThat(second.description()).contains(", 3 events found there");
        assertThat(sentry.awaitAccepted(3)).hasSize(3);
        second.stop();
      }
    }
  }

  @Test
  void strict_refusesWhatTheDiskDoesNotTake() throws Exception {
    assumeThat(PRLIMIT).exists();
    SpoolProcess.writeConf(folder, "http://127.0.0.1:1", "STRICT = True");
    try (SpoolProcess launcher = SpoolProcess.start(folder)) {
      assertThat(launcher.report(1)).isEqualTo(200);
      limitFiles(launcher, "4096:");
      assertThat(launcher.report(2)).isEqualTo(429);
      assertThat(launcher.report(3)).isEqualTo(429);
      assertThat(launcher.stats("storage").get("notDurable").getAsLong()).isZero();

      limitFiles(launcher, "unlimited:");
      RunningLauncher.patiently().until(() -> launcher.report(4) == 200);
      launcher.kill();
    }
    try (SpoolProcess second = SpoolProcess.start(folder)) {
      assertThat(second.description()).contains(", 2 events found there");
      second.kill();
    }
  }

  private static void limitFiles(SpoolProcess launcher, String bytes) throws Exception {
    Process process =
        new ProcessBuilder(
                PRLIMIT.toString(),
                "--pid",
                Long.toString(launcher.process().process().pid()),
                "--fsize=" + bytes)
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private static List<String> told(SpoolProcess launcher, String text) {
    return launcher.process().err().stream().filter(line -> line.contains(text)).toList();
  }
}
