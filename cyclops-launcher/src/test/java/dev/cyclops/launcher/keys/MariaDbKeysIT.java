/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.keys;

import dev.cyclops.servers.DatabaseServer;
import dev.cyclops.servers.MariaDbServer;
import dev.cyclops.servers.SentryTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** MariaDB, with a file that somebody wrote for the original. */
class MariaDbKeysIT extends DatabaseKeysIT {
  private static MariaDbServer server;

  @BeforeAll
  static void startServer() {
    server = MariaDbServer.create();
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
        # -*- coding: utf-8 -*-
        HEALTHCHECK_TEXT = 'WORKING'
        NUMBER_OF_FORKS = 4
        PROCESS_NEWER_MESSAGES_FIRST = True
        STORAGE = 'cyclops.storage.InMemoryStorage'
        RESTRICT_API_ACCESS = True

        MYSQL_HOST = '%s'
        MYSQL_PORT = %d
        MYSQL_DB = '%s'
        MYSQL_USER = '%s'
        MYSQL_PASS = '%s'

        URL_CACHE_EXPIRATION = 1
        MAX_CACHE_USES = 10
        CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.NoCache'
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
