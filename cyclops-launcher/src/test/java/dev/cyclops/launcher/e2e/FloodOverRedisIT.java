/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

class FloodOverRedisIT extends FloodIT {
  @Override
  Backend backend() {
    return RedisBackend.alone();
  }
}
