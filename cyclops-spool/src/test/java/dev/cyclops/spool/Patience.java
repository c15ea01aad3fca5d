/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** For a machine that has something else to do, and whose disk does not answer for seconds. */
final class Patience {
  private static final Duration LONG = Duration.ofMinutes(2);

  private Patience() {}

  static ConditionFactory await() {
    return Awaitility.await().atMost(LONG);
  }

  /** A spool that takes no disk for hung. */
  static SpoolStorageBuilder spool(Path folder) {
    return SpoolStorage.builder(folder).patience(LONG);
  }
}
