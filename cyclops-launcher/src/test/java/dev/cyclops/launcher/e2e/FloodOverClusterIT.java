/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

class FloodOverClusterIT extends FloodIT {
  @Override
  Backend backend() {
    return RedisBackend.cluster();
  }
}
