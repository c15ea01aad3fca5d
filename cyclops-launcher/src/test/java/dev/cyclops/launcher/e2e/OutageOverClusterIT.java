/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

class OutageOverClusterIT extends OutageIT {
  @Override
  Backend backend() {
    return RedisBackend.cluster();
  }
}
