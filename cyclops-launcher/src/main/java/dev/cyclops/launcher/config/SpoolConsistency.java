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
    config.get(QueueSettings.SPOOL_PATH).ifPresent(this::checkFolder);
    switch (SpoolUse.of(config)) {
      case NONE -> checkNone();
      case OVERFLOW -> {
        // Each of the two has a bound of its own.
      }
      case QUEUE -> checkQueue();
    }
  }

  private void checkFolder(String folder) {
    findings.refuseUnlessFileName(QueueSettings.SPOOL_PATH, folder);
    if (folder.contains("?")) {
      findings.refuse(QueueSettings.SPOOL_PATH, "must not hold a question mark");
    }
  }

  private void checkNone() {
    if (config.get(QueueSettings.SPOOL_PATH).isPresent()) {
      findings.refuse(
          QueueSettings.SPOOL_PATH,
          "the events wait in "
              + (RedisUse.of(config).storage() ? "Redis" : "a plugin's storage")
              + ": remove it, or set STORAGE = 'cyclops.storage.SpoolStorage'");
    }
    findings.noteWithoutEffect(
        List.of(QueueSettings.SPOOL_MAX_BYTES, QueueSettings.SPOOL_DURABILITY),
        "nothing is kept in a spool");
  }

  private void checkQueue() {
    boolean unreadable =
        findings.given(QueueSettings.SPOOL_PATH) != null && !config.isSet(QueueSettings.SPOOL_PATH);
    if (config.get(QueueSettings.SPOOL_PATH).isEmpty() && !unreadable) {
      findings.refuse(QueueSettings.STORAGE, "needs SPOOL_PATH, the folder of the spool");
    }
    findings.refuse(
        QueueSettings.STORAGE_MAX_BYTES,
        "the spool is bounded by SPOOL_MAX_BYTES: use that instead");
  }
}
