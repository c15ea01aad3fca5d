/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

class SdkOverSpoolIT extends SdkIT {
  @Override
  Backend backend() {
    return SpoolBackend.create();
  }
}
