/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

class OutageOverSpoolIT extends OutageIT {
  @Override
  Backend backend() {
    return SpoolBackend.create();
  }
}
