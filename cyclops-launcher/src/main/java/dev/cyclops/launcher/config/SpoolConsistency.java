/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.List;

/** What the settings about the spool must hold together. Not thread-safe. */
final class SpoolConsistency {
  private final Config config;
  private final Findings findings;

  SpoolConsistency(Config config, Findings findings) {
    this.config = config;
    this.findings = findings;
  }

  void check() {
    config
        .get(Settings.SPOOL_PATH)
        .ifPresent(folder -> findings.refuseUnlessFileName(Settings.SPOOL_PATH, folder));
    switch (SpoolUse.of(config)) {
      case NONE ->
          findings.noteWithoutEffect(
              List.of(Settings.SPOOL_PATH, Settings.SPOOL_MAX_BYTES, Settings.SPOOL_DURABILITY),
              "nothing is kept in a spool");
      case QUEUE -> {
        if (config.get(Settings.SPOOL_PATH).isEmpty()) {
          findings.refuse(Settings.STORAGE, "needs SPOOL_PATH, the folder of the spool");
        }
      }
    }
  }
}
