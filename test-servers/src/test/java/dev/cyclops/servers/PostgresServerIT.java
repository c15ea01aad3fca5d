/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

class PostgresServerIT extends DatabaseServerIT {
  @Override
  DatabaseServer create() {
    return PostgresServer.create();
  }

  @Override
  String userUrl(int port, int seconds) {
    return "jdbc:postgresql://127.0.0.1:%1$d/sentry?sslmode=disable&connectTimeout=%2$d&socketTimeout=%2$d"
        .formatted(port, seconds);
  }
}
