/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code sentry_projectkey} as Sentry makes it: its current one in PostgreSQL, that of
 * Sentry 8 in MySQL and SQLite, which later ones no longer support. Thread-safe.
 */
public final class SentryTable {
  /** The right that is enough to read the keys. */
  private static final String GRANT =
      "GRANT SELECT (project_id, public_key, secret_key, status) ON sentry_projectkey TO ";

  private static final String INSERT =
      "INSERT INTO sentry_projectkey (project_id, public_key, secret_key) VALUES (?, ?, ?)";

  private final TableDialect dialect;
  private final Connections connections;

  private interface Connections {
    Connection open() throws SQLException;
  }

  private SentryTable(TableDialect dialect, Connections connections) {
    this.dialect = dialect;
    this.connections = connections;
  }

  /**
   * The table in a server.
   *
   * @param server any
   * @return the table, which may not be there yet
   */
  public static SentryTable in(DatabaseServer server) {
    TableDialect dialect =
        server instanceof PostgresServer ? TableDialect.POSTGRES : TableDialect.MYSQL;
    return new SentryTable(dialect, server::connect);
  }

  /**
   * The table in a file of SQLite.
   *
   * @param file made if it is not there
   * @return the table, which may not be there yet
   */
  public static SentryTable in(Path file) {
    String url = "jdbc:sqlite:" + file;
    return new SentryTable(TableDialect.SQLITE, () -> DriverManager.getConnection(url));
  }

  /** Makes it, empty; one that is there is dropped before. */
  public void create() {
    drop();
    execute(dialect.create());
  }

  /** As {@link #create()}, without the column {@code status}, as in the very first Sentrys. */
  public void createWithoutStatus() {
    drop();
    execute(dialect.createWithoutStatus());
  }

  /** Removes it. */
  public void drop() {
    execute("DROP TABLE IF EXISTS sentry_projectkey");
  }

  /** Removes all rows. */
  public void clear() {
    execute(dialect.clear());
  }

  /** Lets {@link DatabaseServer#USER} read what the documentation says, and nothing else. */
  public void grant() {
    execute(dialect.revokeAll(), GRANT + DatabaseServer.USER);
  }

  /** Takes what {@link #grant()} has given. */
  public void revoke() {
    execute(
        "REVOKE SELECT (project_id, public_key, secret_key, status) ON sentry_projectkey FROM "
            + DatabaseServer.USER);
  }

  /**
   * Adds an active key.
   *
   * @param project its project
   * @param publicKey at most 32 characters, or null, which Sentry's column allows
   * @param secretKey as the public key
   */
  public void insert(long project, @Nullable String publicKey, @Nullable String secretKey) {
    try (Connection connection = connections.open();
        PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setLong(1, project);
      statement.setString(2, publicKey);
      statement.setString(3, secretKey);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Adds active keys quickly: of project 1 with {@link #publicKey} 1, of project 2, and so on.
   *
   * @param count how many, at most a million
   */
  public void fill(int count) {
    if (dialect != TableDialect.SQLITE) {
      execute(dialect.fill(count));
      return;
    }
    try (Connection connection = connections.open();
        PreparedStatement statement = connection.prepareStatement(INSERT)) {
      connection.setAutoCommit(false);
      for (int project = 1; project <= count; project++) {
        statement.setLong(1, project);
        statement.setString(2, publicKey(project));
        statement.setString(3, secretKey(project));
        statement.addBatch();
        if (project % 10_000 == 0) {
          statement.executeBatch();
        }
      }
      statement.executeBatch();
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A key that {@link #fill} has made.
   *
   * @param project from 1 on
   * @return 32 hexadecimal digits
   */
  public static String publicKey(long project) {
    return key("public", project);
  }

  /**
   * The secret that {@link #fill} has made.
   *
   * @param project from 1 on
   * @return 32 hexadecimal digits
   */
  public static String secretKey(long project) {
    return key("secret", project);
  }

  /** They rise with the projects, since that fills an index many times faster. */
  private static String key(String kind, long project) {
    try {
      byte[] text = (kind + project).getBytes(US_ASCII);
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
      return HexFormat.of().toHexDigits(project * TableDialect.STEP, 8) + digest.substring(8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Switches a key on or off.
   *
   * @param publicKey the key
   * @param status 0 for active, 1 for inactive
   */
  public void setStatus(String publicKey, int status) {
    execute(
        "UPDATE sentry_projectkey SET status = %d WHERE public_key = '%s'"
            .formatted(status, publicKey));
  }

  /**
   * Removes a key.
   *
   * @param publicKey the key
   */
  public void delete(String publicKey) {
    execute("DELETE FROM sentry_projectkey WHERE public_key = '" + publicKey + "'");
  }

  private void execute(String... statements) {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
