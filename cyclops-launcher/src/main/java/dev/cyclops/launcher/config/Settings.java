/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All settings: what is read, checked, shown and documented, in the order of the documents. Each
 * stands in the class of its topic; a topic without a line here is in no configuration.
 */
public final class Settings {
  private static final List<Topic> TOPICS =
      List.of(
          SentrySettings.TOPIC,
          AccessSettings.TOPIC,
          FloodSettings.TOPIC,
          QueueSettings.TOPIC,
          ListenerSettings.TOPIC,
          RequestSettings.TOPIC,
          ProxySettings.TOPIC,
          ServerSettings.TOPIC,
          OperatorSettings.TOPIC,
          AlertSettings.TOPIC,
          DatabaseSettings.TOPIC,
          RedisSettings.TOPIC,
          PluginsSettings.TOPIC,
          OldSettings.TOPIC);

  /** All of them, section by section. */
  public static final List<Setting<?>> ALL = all();

  private Settings() {}

  private static List<Setting<?>> all() {
    List<Setting<?>> all = new ArrayList<>();
    TOPICS.forEach(topic -> all.addAll(topic.settings()));
    return Collections.unmodifiableList(all);
  }
}
