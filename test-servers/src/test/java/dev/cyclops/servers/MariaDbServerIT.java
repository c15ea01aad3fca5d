/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

class MariaDbServerIT extends MySqlFamilyServerIT {
  @Override
  DatabaseServer create() {
    return MariaDbServer.create();
  }

  @Override
  String userUrl(int port, int seconds) {
    return "jdbc:mysql://127.0.0.1:%1$d/sentry?sslMode=DISABLED&connectTimeout=%2$d&socketTimeout=%2$d"
        .formatted(port, 1000 * seconds);
  }
}
