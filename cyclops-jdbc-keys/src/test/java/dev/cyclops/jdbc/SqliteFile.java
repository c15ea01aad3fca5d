/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import dev.cyclops.auth.ProjectKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

/** A database with Sentry's table, as Django makes it, in a file. */
record SqliteFile(Path path) {
  static final String TABLE =
      """
      CREATE TABLE sentry_projectkey (
        id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
        project_id bigint, label varchar(64), public_key varchar(32) UNIQUE,
        secret_key varchar(32) UNIQUE, roles bigint NOT NULL DEFAULT 1,
        status integer unsigned NOT NULL DEFAULT 0 CHECK (status >= 0), date_added datetime,
        rate_limit_count integer, rate_limit_window integer, data text NOT NULL DEFAULT '{}')
      """;

  /** As in the first Sentrys, and with columns that take anything. */
  static final String OLD_TABLE =
      "CREATE TABLE sentry_projectkey (id integer PRIMARY KEY, project_id, public_key, secret_key)";

  static SqliteFile withTable(Path path) {
    return new SqliteFile(path).run(TABLE);
  }

  /** A connection that may write; to be closed. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + path);
  }

  SqliteFile run(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      return this;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  SqliteFile insert(Collection<ProjectKey> keys) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO sentry_projectkey (project_id, public_key, secret_key)"
                    + " VALUES (?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (ProjectKey key : keys) {
        insert.setLong(1, key.project());
        insert.setString(2, key.publicKey());
        insert.setString(3, key.secretKey());
        insert.execute();
      }
      connection.commit();
    }
    return this;
  }

  JdbcKeySourceBuilder source() {
    return JdbcKeySource.builder(Database.SQLITE).name(path.toString());
  }
}
