/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What MariaDB and MySQL have in common. */
abstract class MySqlFamilyServerIT extends DatabaseServerIT {
  /** One that starts removes what it finds there, also what another one is using. */
  @Test
  void temporaryTables_areWhereNoOtherServerLooks() {
    try (DatabaseServer other = create()) {
      String own = "SELECT @@tmpdir = '" + server.temporary() + "'";
      assertThat(server.number(own)).isEqualTo(1);
      assertThat(other.number(own)).isZero();
    }
  }
}
