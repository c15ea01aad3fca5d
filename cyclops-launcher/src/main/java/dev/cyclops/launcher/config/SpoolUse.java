/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

/** What a configuration keeps in a spool. */
public enum SpoolUse {
  /** Nothing. */
  NONE,
  /** What memory has no room for, and what is in memory when it is stopped. */
  OVERFLOW,
  /** Every event that waits. */
  QUEUE;

  /**
   * What is kept there.
   *
   * @param config what was read
   * @return what STORAGE says, and for the memory SPOOL_PATH
   */
  public static SpoolUse of(Config config) {
    if (config.get(QueueSettings.STORAGE).is(StorageKind.SPOOL)) {
      return QUEUE;
    }
    boolean named = config.get(QueueSettings.SPOOL_PATH).isPresent();
    boolean memory =
        !RedisUse.of(config).storage() && config.get(QueueSettings.STORAGE).plugin().isEmpty();
    return named && memory ? OVERFLOW : NONE;
  }
}
