/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.keys;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.servers.SentryTable;
import dev.cyclops.testkit.FakeSentry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged launcher with the keys of a real database, as an operator's file asks for it. */
abstract class DatabaseKeysIT {
  private static final int DELIVERED = 200;
  private static final int REFUSED = 403;
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String SECRET = "fedcba9876543210fedcba9876543210";
  private static final String DISABLED = "00000000000000000000000000000001";
  private static final String LATER = "00000000000000000000000000000002";

  private final FakeSentry sentry = FakeSentry.start();
  @TempDir private Path folder;

  /** The table, which is new for each test. */
  abstract SentryTable table();

  /** The lines of a configuration that name the database. */
  abstract String conf();

  /** How the line of the start names it. */
  abstract String place();

  abstract void takeAway() throws Exception;

  abstract void bringBack() throws Exception;

  @BeforeEach
  void keys() {
    table().insert(7, KEY, SECRET);
    table().insert(7, DISABLED, "00000000000000000000000000000011");
    table().setStatus(DISABLED, 1);
  }

  @AfterEach
  void close() {
    sentry.close();
  }

  private RunningLauncher start(String... lines) throws Exception {
    String all = String.join("\n", lines) + "\nSENTRY_BASE_URL = '" + sentry.url() + "'\n";
    return RunningLauncher.start(folder, conf() + all);
  }

  private static void awaitDelivered(RunningLauncher launcher, long project, String key) {
    patiently().until(() -> launcher.report(project, key), status -> status == DELIVERED);
  }

  private static void awaitRefused(RunningLauncher launcher, long project, String key) {
    patiently().until(() -> launcher.report(project, key), status -> status == REFUSED);
  }

  @Test
  void keys_openTheDoor() throws Exception {
    try (RunningLauncher launcher = start("UPDATE_PERIOD = 3600")) {
      assertThat(launcher.description()).contains("1 key of 1 project from " + place());

      assertThat(launcher.report(7, KEY)).isEqualTo(DELIVERED);
      assertThat(launcher.report(8, KEY)).isEqualTo(REFUSED);
      assertThat(launcher.report(7, DISABLED)).isEqualTo(REFUSED);
      assertThat(launcher.report(9, LATER)).isEqualTo(REFUSED);

      assertThat(sentry.awaitReceived(1)).hasSize(1);
      assertThat(sentry.received().get(0).text()).contains("from " + KEY);
      assertThat(launcher.told("Exception")).isEmpty();
      assertThat(launcher.stop()).isEqualTo(143);
      assertThat(launcher.process().out().toString() + launcher.process().err())
          .doesNotContain(KEY, SECRET, "one-eyed");
    }
  }

  /** With an hour between two loads: what makes it known is that it knocks. */
  @Test
  void key_thatIsNewWorksOnceItHasKnocked() throws Exception {
    try (RunningLauncher launcher = start("UPDATE_PERIOD = 3600")) {
      table().insert(9, LATER, "00000000000000000000000000000012");
      awaitDelivered(launcher, 9, LATER);

      table().setStatus(DISABLED, 0);
      awaitDelivered(launcher, 7, DISABLED);
      assertThat(launcher.stats("keys").get("keys").getAsInt()).isEqualTo(3);
      assertThat(launcher.stats("keys").get("projects").getAsInt()).isEqualTo(2);
    }
  }

  @Test
  void key_thatIsRemovedOrDisabledStopsWorking() throws Exception {
    table().insert(9, LATER, "00000000000000000000000000000012");
    try (RunningLauncher launcher = start("UPDATE_PERIOD = 0.5")) {
      assertThat(launcher.report(7, KEY)).isEqualTo(DELIVERED);
      assertThat(launcher.report(9, LATER)).isEqualTo(DELIVERED);

      table().setStatus(LATER, 1);
      awaitRefused(launcher, 9, LATER);
      table().setStatus(LATER, 0);
      awaitDelivered(launcher, 9, LATER);
      table().delete(KEY);
      awaitRefused(launcher, 7, KEY);
      assertThat(launcher.report(9, LATER)).isEqualTo(DELIVERED);
    }
  }

  /** With a timeout that a database which is there keeps on a busy machine, too. */
  @Test
  void outage_isNoticedByTheOperatorOnly() throws Exception {
    try (RunningLauncher launcher = start("UPDATE_PERIOD = 0.5", "DB_TIMEOUT = 5")) {
      assertThat(launcher.stats("keys").get("failing").getAsBoolean()).isFalse();

      takeAway();
      try {
        JsonObject keys =
            patiently().until(() -> launcher.stats("keys"), k -> k.get("failures").getAsInt() > 2);
        assertThat(keys.get("failing").getAsBoolean()).isTrue();
        assertThat(keys.get("keys").getAsInt()).isEqualTo(1);
        double age = keys.get("ageSeconds").getAsDouble();
        patiently().until(() -> launcher.stats("keys").get("ageSeconds").getAsDouble() > age);

        assertThat(launcher.report(7, KEY)).isEqualTo(DELIVERED);
        assertThat(launcher.report(9, LATER)).isEqualTo(REFUSED);
        assertThat(launcher.get("/healthcheck").statusCode()).isEqualTo(200);
        assertThat(launcher.get("/healthcheck").body()).isEqualTo("WORKING");
        assertThat(launcher.get("/count").body())
            .matches(
                "\\{\"count\": ?\\d+, ?\"average\": ?\\S+, ?\"percentile\": ?\\S+,"
                    + " ?\"processed\": ?1, ?\"ignored\": ?0}");
      } finally {
        bringBack();
      }
      table().insert(9, LATER, "00000000000000000000000000000012");
      awaitDelivered(launcher, 9, LATER);

      patiently().until(() -> launcher.told("can be loaded again").size() == 1);
      assertThat(launcher.told("the last ones hold")).hasSize(1);
      assertThat(launcher.stats("keys").get("failing").getAsBoolean()).isFalse();
      assertThat(launcher.told("\tat ")).isEmpty();
    }
  }
}
