/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.keys;

import dev.cyclops.servers.DatabaseServer;
import dev.cyclops.servers.MySqlServer;
import dev.cyclops.servers.SentryTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** MySQL 8 without TLS, whose way to check passwords its driver has to be told of in a URL. */
@Tag("mysql8")
class MySqlKeysIT extends DatabaseKeysIT {
  private static MySqlServer server;

  @BeforeAll
  static void startServer() {
    server = MySqlServer.create();
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
        DB_URL = 'jdbc:mysql://%s:%d/%s?allowPublicKeyRetrieval=true'
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
    return "MySQL at 127.0.0.1:" + server.port() + "/sentry";
  }

  @Override
  void takeAway() {
    server.kill();
  }

  @Override
  void bringBack() {
    server.start();
  }
}
