/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.servers.SentryTable;
import dev.cyclops.testkit.FakeSentry;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged launcher, whose doors and pace change while connections that are kept report. */
@DisabledOnOs(OS.WINDOWS)
class ReloadUnderLoadIT {
  @TempDir private Path folder;

  /** Who is let in changes with each reload, on a connection that is kept; who always was, is. */
  @Test
  void hangUp_changesWhoMayReportOnKeptConnections() throws Exception {
    try (FakeSentry sentry = FakeSentry.start()) {
      String base =
          "SENTRY_BASE_URL = '%s'\nURL_CACHE_EXPIRATION = 0\nIDLE_TIMEOUT = 600\n"
              .formatted(sentry.url());
      SentryTable table = SentryTable.in(folder.resolve("sentry.db"));
      table.create();
      table.insert(1, "public", null);
      table.insert(1, "third", null);
      String listed = base + "PROJECT_KEYS = [(1, 'public')]\n";
      String open = listed + "RESTRICT_API_ACCESS = False\n";
      String database =
          base + "DB_BACKEND = 'sqlite'\nDB_NAME = '" + folder.resolve("sentry.db") + "'\n";
      try (RunningLauncher launcher = RunningLauncher.start(folder, listed);
          Socket stranger = new Socket("127.0.0.1", launcher.port());
          Socket third = new Socket("127.0.0.1", launcher.port());
          KeptLoad load = new KeptLoad(launcher.port(), 4)) {
        assertThat(KeptLoad.code(stranger, "stranger")).isEqualTo("403");
        assertThat(KeptLoad.code(third, "third")).isEqualTo("403");
        for (int round = 0; round < 3; round++) {
          reload(launcher, load, open);
          assertThat(KeptLoad.code(stranger, "stranger")).isEqualTo("200");
          reload(launcher, load, listed);
          assertThat(KeptLoad.code(stranger, "stranger")).isEqualTo("403");
          assertThat(KeptLoad.code(third, "third")).isEqualTo("403");
          reload(launcher, load, database);
          assertThat(KeptLoad.code(third, "third")).isEqualTo("200");
          assertThat(KeptLoad.code(stranger, "stranger")).isEqualTo("403");
        }
        assertThat(load.end()).containsExactly("PROCESSED");
        assertThat(launcher.process().err())
            .noneMatch(line -> line.contains("not reloaded") || line.contains("only a restart"));
      }
    }
  }

  /** Sentry takes its time, so that as many are in flight as may be. */
  @Test
  void hangUp_changesHowManyAreInFlight() throws Exception {
    try (FakeSentry sentry = FakeSentry.start()) {
      sentry.serviceTime(Duration.ofMillis(20));
      String base =
          "SENTRY_BASE_URL = '%s'\nPROJECT_KEYS = [(1, 'public')]\nURL_CACHE_EXPIRATION = 0\n"
              .formatted(sentry.url());
      try (RunningLauncher launcher = RunningLauncher.start(folder, base + "MAX_IN_FLIGHT = 2\n");
          KeptLoad load = new KeptLoad(launcher.port(), 4)) {
        patiently().until(() -> sentry.requestCount() > 100);
        assertThat(sentry.maxConcurrent()).isLessThanOrEqualTo(2);

        reload(launcher, load, base + "MAX_IN_FLIGHT = 16\n");
        patiently().until(() -> sentry.maxConcurrent() > 2);

        reload(launcher, load, base + "MAX_IN_FLIGHT = 1\n");
        int asked = sentry.requestCount();
        patiently().until(() -> sentry.requestCount() > asked + 16);
        sentry.clear();
        patiently().until(() -> sentry.requestCount() > 50);
        assertThat(sentry.maxConcurrent()).isEqualTo(1);

        assertThat(load.end()).containsExactly("PROCESSED");
        assertThat(launcher.process().err())
            .noneMatch(line -> line.contains("not reloaded") || line.contains("only a restart"));
      }
    }
  }

  /** Has it reloaded in the middle of the load, and waits until it has. */
  private void reload(RunningLauncher launcher, KeptLoad load, String conf) throws Exception {
    load.awaitSome();
    long before = reloads(launcher);
    Files.writeString(folder.resolve("cyclops.conf"), conf);
    launcher.hangUp();
    patiently().until(() -> reloads(launcher) > before);
  }

  private static long reloads(RunningLauncher launcher) {
    return launcher.process().out().stream()
        .filter(line -> line.startsWith("Cyclops reloaded"))
        .count();
  }
}
