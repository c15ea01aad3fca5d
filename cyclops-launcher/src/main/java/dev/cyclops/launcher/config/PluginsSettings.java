/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import java.util.Map;
import java.util.Optional;

/** Where the plugins are, and what they are told. */
public final class PluginsSettings {
  static final Topic TOPIC = new Topic(Section.PLUGINS);

  public static final Setting<Optional<String>> PLUGINS =
      TOPIC.add(
          "PLUGINS",
          TextTypes.text().orNone(),
          "None",
          "A folder of jars with implementations of others', each with the libraries it needs in a"
              + " folder of its own name beside it: keys.jar, keys/*.jar. FINGERPRINTER, KEY_SOURCE,"
              + " SENTRY_SENDER, RATE_CONTROLLER, CACHE_IMPLEMENTATION_CLASS and STORAGE say which"
              + " are used. What is in there may do all that Cyclops may.");

  public static final Setting<Map<String, Map<String, Object>>> PLUGIN_SETTINGS =
      TOPIC.add(
          "PLUGIN_SETTINGS",
          PluginTypes.settings(),
          "{}",
          "What each plugin is told, as its own documentation says.");

  private PluginsSettings() {}
}
