/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

class IgnoredCountOverClusterIT extends IgnoredCountIT {
  @Override
  Backend backend() {
    return RedisBackend.cluster();
  }
}
