/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.servers.DatabaseServer;
import dev.cyclops.servers.PostgresServer;
import dev.cyclops.servers.SentryTable;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged launcher with a URL that says all of the database, and with a query of its own. */
class DatabaseUrlIT {
  @TempDir private Path folder;

  @Test
  void url_isAskedWithTheQuery() throws Exception {
    try (PostgresServer server = PostgresServer.create()) {
      SentryTable table = SentryTable.in(server);
      table.create();
      table.grant();
      table.fill(3);
      String conf =
          """
          SENTRY_BASE_URL = '127.0.0.1:9'
          DB_HOST = 'nowhere.invalid'
          DB_URL = 'jdbc:postgresql://%s:%d/%s?user=%s&password=%s'
          DB_QUERY = '''
              SELECT project_id, public_key FROM sentry_projectkey WHERE project_id < 3
          '''
          """
              .formatted(
                  DatabaseServer.HOST,
                  server.port(),
                  DatabaseServer.DATABASE,
                  DatabaseServer.USER,
                  DatabaseServer.PASSWORD);

      try (RunningLauncher launcher = RunningLauncher.start(folder, conf)) {
        assertThat(launcher.description())
            .contains("2 keys of 2 projects from PostgreSQL at 127.0.0.1:" + server.port());
        assertThat(launcher.report(2, SentryTable.publicKey(2))).isEqualTo(200);
        assertThat(launcher.report(3, SentryTable.publicKey(3))).isEqualTo(403);
        assertThat(launcher.process().err())
            .containsExactly(
                "warning: cyclops.conf:3: DB_URL (jdbc:postgresql at 127.0.0.1:"
                    + server.port()
                    + ") wins, without effect: DB_HOST");
      }
    }
  }
}
