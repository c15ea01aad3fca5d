/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.List;

/** Where the keys of the projects come from. */
public enum KeyOrigin {
  /** From nowhere: everyone who names a project and a key is let in. */
  OPEN,
  /** From PROJECT_KEYS. */
  LISTED,
  /** From Sentry's database. */
  DATABASE,
  /** From what a plugin makes. */
  PLUGIN;

  /** Who says one of these speaks of a database; the other keys only say how it is asked. */
  static final List<Setting<?>> NAMING =
      List.of(
          DatabaseSettings.DB_URL,
          DatabaseSettings.DB_HOST,
          DatabaseSettings.DB_BACKEND,
          DatabaseSettings.DB_PORT,
          DatabaseSettings.DB_NAME,
          DatabaseSettings.DB_USER,
          DatabaseSettings.DB_PASS);

  /**
   * Where a configuration takes them from.
   *
   * @param config what was read
   * @return the origin: a plugin that is named wins over all, and a database that is spoken of over
   *     the list, unless DB_HOST is None
   */
  public static KeyOrigin of(Config config) {
    if (!config.get(AccessSettings.RESTRICT_API_ACCESS)) {
      return OPEN;
    }
    if (config.get(AccessSettings.KEY_SOURCE).isPresent()) {
      return PLUGIN;
    }
    boolean named = NAMING.stream().anyMatch(config::isSet);
    return named && config.get(DatabaseSettings.DB_HOST).isPresent() ? DATABASE : LISTED;
  }
}
