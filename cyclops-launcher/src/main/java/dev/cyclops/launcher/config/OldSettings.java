/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import java.util.Map;

/** Old names, and keys without a meaning of today. */
final class OldSettings {
  static final Topic TOPIC = new Topic(Section.OLD);

  /** The setting of today for each of another name. */
  static final Map<Setting<?>, Setting<?>> TODAY =
      Map.of(
          oldName("MYSQL_HOST", DatabaseSettings.DB_HOST), DatabaseSettings.DB_HOST,
          oldName("MYSQL_PORT", DatabaseSettings.DB_PORT), DatabaseSettings.DB_PORT,
          oldName("MYSQL_DB", DatabaseSettings.DB_NAME), DatabaseSettings.DB_NAME,
          oldName("MYSQL_USER", DatabaseSettings.DB_USER), DatabaseSettings.DB_USER,
          oldName("MYSQL_PASS", DatabaseSettings.DB_PASS), DatabaseSettings.DB_PASS);

  static final Setting<Integer> NUMBER_OF_FORKS =
      TOPIC.add(
          "NUMBER_OF_FORKS",
          NumberTypes.whole(0, Integer.MAX_VALUE),
          "1",
          "Ignored: one process uses all cores.");

  private OldSettings() {}

  private static <T> Setting<T> oldName(String name, Setting<T> today) {
    return TOPIC.add(name, today.type(), today.defaultText(), "The old name of " + today + ".");
  }
}
