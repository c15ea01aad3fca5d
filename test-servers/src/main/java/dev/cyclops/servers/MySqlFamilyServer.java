/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What MariaDB and MySQL have in common. */
abstract sealed class MySqlFamilyServer extends DatabaseServer permits MariaDbServer, MySqlServer {
  private static final int NO_SUCH_CONNECTION = 1094;

  private boolean ready;

  MySqlFamilyServer(boolean tls) {
    super(tls);
  }

  /** What both take, the program not among it. */
  final List<String> options() {
    List<String> options = new ArrayList<>();
    if (Folders.root()) {
      options.add("--user=root");
    }
    options.addAll(List.of("--datadir=" + data(), "--socket=" + data() + "/socket"));
    // Each server removes at its start the tables that it finds in there, whosever they are.
    options.add("--tmpdir=" + temporary());
    options.addAll(List.of("--bind-address=" + HOST, "--port=" + port()));
    options.addAll(List.of("--skip-name-resolve", "--skip-log-bin"));
    // What survives kill -9 of the server is enough; the machine does not lose its power.
    options.addAll(List.of("--innodb-flush-log-at-trx-commit=2", "--innodb-doublewrite=0"));
    return options;
  }

  @Override
  void setUp() {
    execute(
        "CREATE DATABASE " + DATABASE + " CHARACTER SET utf8mb4",
        "CREATE USER '" + USER + "'@'%' IDENTIFIED BY '" + PASSWORD + "'");
    ready = true;
  }

  @Override
  String adminUrl() {
    String database = ready ? DATABASE : "mysql";
    return "jdbc:mysql://"
        + (HOST + ":" + port() + "/" + database)
        + "?sslMode=DISABLED&allowPublicKeyRetrieval=true&connectTimeout=60000";
  }

  @Override
  public void setPassword(String password) {
    execute("ALTER USER '" + USER + "'@'%' IDENTIFIED BY '" + password + "'");
  }

  @Override
  public void disconnectUser() {
    String query = "SELECT id FROM information_schema.processlist WHERE user = '" + USER + "'";
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        Statement kill = connection.createStatement();
        ResultSet ids = statement.executeQuery(query)) {
      while (ids.next()) {
        kill(kill, ids.getLong(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void kill(Statement statement, long id) throws SQLException {
    try {
      statement.execute("KILL " + id);
    } catch (SQLException e) {
      // It may just have ended by itself.
      if (e.getErrorCode() != NO_SUCH_CONNECTION) {
        throw e;
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Without those that {@code KILL} has ended: their sockets are closed, but MySQL 8.0.12 on a
   * busy machine now and then shows one for as long as it runs.
   */
  @Override
  public long userConnections() {
    return number(
        "SELECT count(*) FROM information_schema.processlist WHERE command <> 'Killed' AND user = '"
            + USER
            + "'");
  }
}
