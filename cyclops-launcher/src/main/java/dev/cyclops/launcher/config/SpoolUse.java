/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Settings.StorageKind;

/** What a configuration keeps in a spool. */
public enum SpoolUse {
  /** Nothing. */
  NONE,
  /** Every event that waits. */
  QUEUE;

  /**
   * What is kept there.
   *
   * @param config what was read
   * @return what STORAGE says
   */
  public static SpoolUse of(Config config) {
    return config.get(Settings.STORAGE) == StorageKind.SPOOL ? QUEUE : NONE;
  }
}
