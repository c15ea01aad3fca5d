/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the tests of others rely on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DatabaseServerIT {
  private static final int PATIENCE_SECONDS = 60;

  DatabaseServer server;
  private SentryTable table;

  abstract DatabaseServer create();

  /** To the database as the user, giving up on a silent server after so many seconds. */
  abstract String userUrl(int port, int seconds);

  @BeforeAll
  void start() {
    server = create();
    table = SentryTable.in(server);
  }

  /** Without any right, MySQL lets nobody use the database. */
  @BeforeEach
  void grant() {
    table.create();
    table.grant();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Connection connect(String password) throws SQLException {
    return connect(password, PATIENCE_SECONDS);
  }

  private Connection connect(String password, int seconds) throws SQLException {
    String url = userUrl(server.port(), seconds);
    return DriverManager.getConnection(url, DatabaseServer.USER, password);
  }

  private long sumAsUser() throws SQLException {
    try (Connection connection = connect(DatabaseServer.PASSWORD);
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT sum(project_id), min(public_key), min(secret_key) FROM sentry_projectkey"
                    + " WHERE status = 0")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void table_isReadWithTheDocumentedGrantOnly() throws SQLException {
    table.insert(5, "a", null);
    assertThat(sumAsUser()).isEqualTo(5);
    table.revoke();
    assertThatThrownBy(this::sumAsUser).isInstanceOf(SQLException.class);
    table.grant();
    assertThat(sumAsUser()).isEqualTo(5);
  }

  @Test
  void table_isFilledWithKeysThatTheTestKnows() {
    table.fill(12_345);
    assertThat(server.number("SELECT count(*) FROM sentry_projectkey")).isEqualTo(12_345);
    assertThat(
            server.number(
                "SELECT project_id FROM sentry_projectkey WHERE public_key = '%s' AND secret_key = '%s'"
                    .formatted(SentryTable.publicKey(12_345), SentryTable.secretKey(12_345))))
        .isEqualTo(12_345);
    table.setStatus(SentryTable.publicKey(7), 1);
    assertThat(server.number("SELECT project_id FROM sentry_projectkey WHERE status = 1"))
        .isEqualTo(7);
    table.delete(SentryTable.publicKey(8));
    assertThat(server.number("SELECT count(*) FROM sentry_projectkey")).isEqualTo(12_344);
    table.clear();
    assertThat(server.number("SELECT count(*) FROM sentry_projectkey")).isZero();
    table.createWithoutStatus();
    table.insert(1, "a", "b");
    assertThat(server.number("SELECT count(*) FROM sentry_projectkey")).isEqualTo(1);
  }

  @Test
  void freeze_silencesUntilThaw() throws SQLException, IOException {
    try (Connection connection = connect(DatabaseServer.PASSWORD)) {
      server.freeze();
      // The kernel answers for it.
      new Socket(DatabaseServer.HOST, server.port()).close();
      assertThat(connection.isValid(1)).isFalse();
      assertThatThrownBy(() -> connect(DatabaseServer.PASSWORD, 1))
          .isInstanceOf(SQLException.class);
      server.thaw();
      connect(DatabaseServer.PASSWORD).close();
    }
  }

  @Test
  void kill_refusesUntilStartWithTheSameData() throws IOException {
    table.insert(1, "a", "b");
    int port = server.port();
    server.freeze();
    server.kill();
    assertThatThrownBy(() -> new Socket(DatabaseServer.HOST, port)).isInstanceOf(IOException.class);
    server.start();
    assertThat(server.port()).isEqualTo(port);
    assertThat(server.number("SELECT count(*) FROM sentry_projectkey")).isEqualTo(1);
  }

  @Test
  void setPassword_andDisconnectUser() throws SQLException {
    try (Connection connection = connect(DatabaseServer.PASSWORD)) {
      // Those of the tests before may be about to go.
      Await.until("one connection", () -> server.userConnections() == 1);
      assertThat(connection.isValid(PATIENCE_SECONDS)).isTrue();
      server.disconnectUser();
      assertThat(connection.isValid(PATIENCE_SECONDS)).isFalse();
    }
    server.setPassword("two-eyed");
    assertThatThrownBy(() -> connect(DatabaseServer.PASSWORD)).isInstanceOf(SQLException.class);
    connect("two-eyed").close();
    server.setPassword(DatabaseServer.PASSWORD);
  }

  @Test
  void close_leavesNoProcessAndNoFolder() {
    DatabaseServer other = create();
    long children = ProcessHandle.current().descendants().count();
    other.close();
    assertThat(ProcessHandle.current().descendants().count()).isLessThan(children);
    assertThat(other.data().getParent()).doesNotExist();
    assertThatThrownBy(() -> new Socket(DatabaseServer.HOST, other.port()))
        .isInstanceOf(IOException.class);
  }
}
