/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentryTableTest {
  @TempDir Path folder;

  @Test
  void fill_makesTheSameKeysInSqlite() throws SQLException {
    Path file = folder.resolve("sentry.db");
    SentryTable table = SentryTable.in(file);
    table.create();
    table.fill(10_001);
    table.setStatus(SentryTable.publicKey(1), 1);
    table.delete(SentryTable.publicKey(2));
    assertThat(
            number(
                file,
                "SELECT count(*) FROM sentry_projectkey WHERE status = 0 AND length(public_key) = 32"))
        .isEqualTo(9_999);
    assertThat(
            number(
                file,
                "SELECT project_id FROM sentry_projectkey WHERE secret_key = '%s'"
                    .formatted(SentryTable.secretKey(10_001))))
        .isEqualTo(10_001);
    table.clear();
    assertThat(number(file, "SELECT count(*) FROM sentry_projectkey")).isZero();
    table.createWithoutStatus();
    table.insert(1, null, null);
    assertThat(number(file, "SELECT count(*) FROM sentry_projectkey")).isEqualTo(1);
  }

  private static long number(Path file, String query) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
