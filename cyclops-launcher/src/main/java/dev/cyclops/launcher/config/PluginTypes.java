/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.Map;

/** What says which plugin is used, and what plugins are told. */
final class PluginTypes {
  private PluginTypes() {}

  /** A third party's implementation. */
  static ValueType<PluginName> name() {
    return ValueType.ofText(PluginName.EXPECTED, PluginName::parse);
  }

  /**
   * One of our own implementations, or a third party's.
   *
   * @param expected what ours are called; need not name everything that is understood
   * @param own what ours are called, and which they are
   */
  static <E extends Enum<E>> ValueType<Choice<E>> ownOrPlugin(String expected, Map<String, E> own) {
    return ValueType.ofText(
        expected + ", or " + PluginName.EXPECTED,
        text -> {
          E ours = own.get(text);
          if (ours != null) {
            return Choice.of(ours);
          }
          PluginName plugin = PluginName.parse(text);
          return plugin == null ? null : Choice.of(plugin);
        });
  }

  /** Secret: passwords may stand in it. */
  static ValueType<Map<String, Map<String, Object>>> settings() {
    return ValueType.of(PluginSettingsReader.EXPECTED, PluginSettingsReader::read).asSecret();
  }
}
