/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

class IgnoredCountOverSpoolIT extends IgnoredCountIT {
  @Override
  Backend backend() {
    return SpoolBackend.create();
  }
}
