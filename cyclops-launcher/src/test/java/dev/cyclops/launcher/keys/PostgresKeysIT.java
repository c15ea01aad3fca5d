/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.keys;

import dev.cyclops.servers.DatabaseServer;
import dev.cyclops.servers.PostgresServer;
import dev.cyclops.servers.SentryTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** PostgreSQL, named part by part; while it is away it takes connections and says nothing. */
class PostgresKeysIT extends DatabaseKeysIT {
  private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.create();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  @BeforeEach
  void keys() {
    table().create();
    table().grant();
    super.keys();
  }

  @Override
  SentryTable table() {
    return SentryTable.in(server);
  }

  @Override
  String conf() {
    return """
        DB_BACKEND = 'postgres'
        DB_HOST = '%s'
        DB_PORT = %d
        DB_NAME = '%s'
        DB_USER = '%s'
        DB_PASS = '%s'
        """
        .formatted(
            DatabaseServer.HOST,
            server.port(),
            DatabaseServer.DATABASE,
            DatabaseServer.USER,
            DatabaseServer.PASSWORD);
  }

  @Override
  String place() {
    return "PostgreSQL at 127.0.0.1:" + server.port() + "/sentry";
  }

  @Override
  void takeAway() {
    server.freeze();
  }

  @Override
  void bringBack() {
    server.thaw();
  }
}
