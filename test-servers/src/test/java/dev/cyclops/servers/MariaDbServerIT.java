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
  String userUrl(int port) {
    return "jdbc:mysql://127.0.0.1:%d/sentry?sslMode=DISABLED&connectTimeout=1000&socketTimeout=1000"
        .formatted(port);
  }
}
