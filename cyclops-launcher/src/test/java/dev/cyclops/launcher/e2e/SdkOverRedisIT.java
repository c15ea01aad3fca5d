/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

class SdkOverRedisIT extends SdkIT {
  @Override
  Backend backend() {
    return RedisBackend.alone();
  }
}
