/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

class FloodOverSentinelIT extends FloodIT {
  @Override
  Backend backend() {
    return RedisBackend.sentinel();
  }
}
