/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.keys;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.LauncherProcess;
import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.servers.DatabaseServer;
import dev.cyclops.servers.PostgresServer;
import dev.cyclops.servers.SentryTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged launcher, started, reloaded and stopped while the database is in trouble. */
class DatabaseAwayIT {
  private static final String KEY = SentryTable.publicKey(1);
  private static final String LATER = "00000000000000000000000000000002";

  private final PostgresServer server = PostgresServer.create();
  @TempDir private Path folder;

  @BeforeEach
  void keys() {
    SentryTable table = SentryTable.in(server);
    table.create();
    table.grant();
    table.fill(2);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String conf(String... lines) {
    return "SENTRY_BASE_URL = '127.0.0.1:9'\nDB_BACKEND = 'postgres'\nDB_HOST = '127.0.0.1'\n"
        + "DB_PORT = %d\nDB_USER = '%s'\nDB_PASS = '%s'\n"
            .formatted(server.port(), DatabaseServer.USER, DatabaseServer.PASSWORD)
        + String.join("\n", lines)
        + "\n";
  }

  private static List<String> waiting(LauncherProcess launcher) {
    return launcher.err().stream()
        .filter(line -> line.contains("waiting for the project keys"))
        .toList();
  }

  @Test
  void start_withoutDatabaseAndSnapshotEndsWithTheReason() throws Exception {
    server.kill();
    try (LauncherProcess launcher =
        RunningLauncher.begin(
            folder, conf("DB_START_TIMEOUT = 10", "KEYS_SNAPSHOT = '" + folder + "/none'"))) {
      assertThat(launcher.exitCode()).isEqualTo(1);

      // One after each second but the last; what the trouble is may be known a moment later.
      assertThat(waiting(launcher)).hasSize(9);
      assertThat(waiting(launcher).get(8)).contains("PostgreSQL at 127.0.0.1:", "refused");
      assertThat(launcher.err())
          .last()
          .asString()
          .startsWith("the project keys cannot be loaded: PostgreSQL at 127.0.0.1:");
      assertThat(launcher.err())
          .hasSize(waiting(launcher).size() + 1)
          .noneMatch(line -> line.contains("Exception") || line.contains(DatabaseServer.PASSWORD));
      assertThat(launcher.out()).isEmpty();
    }
  }

  @Test
  void start_waitsForTheDatabase() throws Exception {
    server.kill();
    try (LauncherProcess launcher =
        RunningLauncher.begin(folder, conf("DB_START_TIMEOUT = 3600"))) {
      patiently().until(() -> waiting(launcher).size() >= 2);
      assertThat(launcher.out()).isEmpty();

      server.start();
      try (RunningLauncher running = RunningLauncher.await(launcher)) {
        assertThat(running.description()).contains("2 keys of 2 projects from PostgreSQL at ");
        assertThat(running.report(1, KEY)).isEqualTo(200);
      }
    }
  }

  @Test
  void stop_whileTheStartWaitsDoesNotWait() throws Exception {
    server.freeze();
    try (LauncherProcess launcher =
        RunningLauncher.begin(folder, conf("DB_START_TIMEOUT = 3600", "DB_TIMEOUT = 3600"))) {
      patiently().until(() -> !waiting(launcher).isEmpty());
      launcher.process().destroy();

      assertThat(launcher.exitCode()).isEqualTo(143);
      assertThat(launcher.out()).isEmpty();
    }
  }

  /** With a timeout of an hour: nothing but that nobody waits for the database ends it. */
  @Test
  void stop_whileTheDatabaseIsFrozenDoesNotWait() throws Exception {
    try (RunningLauncher launcher =
        RunningLauncher.start(folder, conf("UPDATE_PERIOD = 3600", "DB_TIMEOUT = 3600"))) {
      server.freeze();
      launcher.hangUp();
      patiently()
          .until(
              () -> launcher.process().out().stream().anyMatch(line -> line.contains("reloaded")));

      assertThat(launcher.report(1, KEY)).isEqualTo(200);
      assertThat(launcher.stop()).isEqualTo(143);
      assertThat(launcher.process().out()).last().asString().startsWith("Cyclops stopped; ");
    }
  }

  @Test
  void snapshot_isForItsOwnerAndForAStartWithoutTheDatabase() throws Exception {
    Path snapshot = folder.resolve("state").resolve("keys");
    String patient = conf("UPDATE_PERIOD = 1", "KEYS_SNAPSHOT = '" + snapshot + "'");
    String conf = patient + "DB_START_TIMEOUT = 1\n";
    try (RunningLauncher launcher = RunningLauncher.start(folder, patient)) {
      patiently().until(() -> Files.exists(snapshot));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(snapshot)))
          .isEqualTo("rw-------");
      launcher.stop();
    }
    server.kill();
    try (RunningLauncher launcher = RunningLauncher.start(folder, conf)) {
      assertThat(launcher.description())
          .containsPattern(
              "2 keys of 2 projects from the snapshot of \\d{4}-\\d\\d-\\d\\dT[0-9:]+Z"
                  + " \\(PostgreSQL at 127.0.0.1:\\d+/sentry cannot be read\\)");
      assertThat(launcher.stats("keys").get("fromSnapshot").getAsBoolean()).isTrue();
      assertThat(launcher.report(1, KEY)).isEqualTo(200);
      assertThat(launcher.report(9, LATER)).isEqualTo(403);

      server.start();
      SentryTable.in(server).insert(9, LATER, null);
      patiently().until(() -> launcher.report(9, LATER) == 200);
      assertThat(launcher.stats("keys").get("fromSnapshot").getAsBoolean()).isFalse();
    }
  }

  /** Nobody knocks, and the next regular load is an hour away. */
  @Test
  void hangUp_hasTheKeysReadAnew() throws Exception {
    try (RunningLauncher launcher = RunningLauncher.start(folder, conf("UPDATE_PERIOD = 3600"))) {
      SentryTable.in(server).insert(9, LATER, null);
      Files.writeString(folder.resolve("cyclops.conf"), conf("UPDATE_PERIOD = 3601"));
      launcher.hangUp();

      patiently().until(() -> launcher.stats("keys").get("keys").getAsInt() == 3);
      assertThat(launcher.report(9, LATER)).isEqualTo(200);
      // The keys may be there before the reload has said its last word.
      patiently().until(() -> !launcher.told("only a restart applies it").isEmpty());
      assertThat(launcher.told("changed, but only a restart applies it: UPDATE_PERIOD")).hasSize(1);
    }
  }

  @Test
  void hangUp_toADatabaseThatDoesNotAnswerChangesNothing() throws Exception {
    String listed =
        "SENTRY_BASE_URL = '127.0.0.1:9'\nPROJECT_KEYS = [(1, '%s')]\n".formatted(LATER);
    server.kill();
    try (RunningLauncher launcher = RunningLauncher.start(folder, listed)) {
      Files.writeString(folder.resolve("cyclops.conf"), conf("DB_START_TIMEOUT = 10"));
      launcher.hangUp();

      patiently().until(() -> !launcher.told("not reloaded: everything stays as it was").isEmpty());
      assertThat(launcher.told("the project keys cannot be loaded: PostgreSQL at 127.0.0.1:"))
          .hasSize(1);
      assertThat(waiting(launcher.process())).hasSize(9);
      assertThat(launcher.process().err())
          .noneMatch(line -> line.contains("Exception") || line.contains(DatabaseServer.PASSWORD));
      assertThat(launcher.report(1, LATER)).isEqualTo(200);
      assertThat(launcher.report(1, KEY)).isEqualTo(403);

      server.start();
      launcher.hangUp();
      patiently().until(() -> launcher.report(1, KEY) == 200);
      assertThat(launcher.report(1, LATER)).isEqualTo(403);
    }
  }

  @Test
  void stop_whileAReloadWaitsDoesNotWait() throws Exception {
    String listed =
        "SENTRY_BASE_URL = '127.0.0.1:9'\nPROJECT_KEYS = [(1, '%s')]\n".formatted(LATER);
    server.freeze();
    try (RunningLauncher launcher = RunningLauncher.start(folder, listed)) {
      Files.writeString(
          folder.resolve("cyclops.conf"), conf("DB_START_TIMEOUT = 3600", "DB_TIMEOUT = 3600"));
      launcher.hangUp();
      patiently().until(() -> !waiting(launcher.process()).isEmpty());

      assertThat(launcher.report(1, LATER)).isEqualTo(200);
      assertThat(launcher.stop()).isEqualTo(143);
    }
  }
}
