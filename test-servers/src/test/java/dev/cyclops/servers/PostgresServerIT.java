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
  String userUrl(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/sentry?connectTimeout=1&socketTimeout=1";
  }
}
