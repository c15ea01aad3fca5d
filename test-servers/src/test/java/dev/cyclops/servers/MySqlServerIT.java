/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import org.junit.jupiter.api.Tag;

@Tag("mysql8")
class MySqlServerIT extends MySqlFamilyServerIT {
  @Override
  DatabaseServer create() {
    return MySqlServer.create();
  }

  @Override
  String userUrl(int port, int seconds) {
    return "jdbc:mysql://127.0.0.1:%1$d/sentry?sslMode=DISABLED&connectTimeout=%2$d&socketTimeout=%2$d&allowPublicKeyRetrieval=true"
        .formatted(port, 1000 * seconds);
  }
}
