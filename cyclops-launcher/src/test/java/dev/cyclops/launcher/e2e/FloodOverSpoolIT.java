/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

class FloodOverSpoolIT extends FloodIT {
  @Override
  Backend backend() {
    return SpoolBackend.create();
  }
}
