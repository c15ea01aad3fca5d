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
          Settings.DB_URL,
          Settings.DB_HOST,
          Settings.DB_BACKEND,
          Settings.DB_PORT,
          Settings.DB_NAME,
          Settings.DB_USER,
          Settings.DB_PASS);

  /**
   * Where a configuration takes them from.
   *
   * @param config what was read
   * @return the origin: a plugin that is named wins over all, and a database that is spoken of over
   *     the list, unless DB_HOST is None
   */
  public static KeyOrigin of(Config config) {
    if (!config.get(Settings.RESTRICT_API_ACCESS)) {
      return OPEN;
    }
    if (config.get(Settings.KEY_SOURCE).isPresent()) {
      return PLUGIN;
    }
    boolean named = NAMING.stream().anyMatch(config::isSet);
    return named && config.get(Settings.DB_HOST).isPresent() ? DATABASE : LISTED;
  }
}
