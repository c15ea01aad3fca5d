/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the settings about plugins must hold together. Not thread-safe. */
public final class PluginConsistency {
  private final Config config;
  private final Findings findings;

  PluginConsistency(Config config, Findings findings) {
    this.config = config;
    this.findings = findings;
  }

  void check() {
    config
        .get(Settings.PLUGINS)
        .ifPresent(folder -> findings.refuseUnlessFileName(Settings.PLUGINS, folder));
    Map<Setting<?>, PluginName> named = named(config);
    named.forEach(this::checkName);
    checkKeySource();
    if (findings.given(Settings.PLUGIN_SETTINGS) != null) {
      Set<String> unnamed = new TreeSet<>(config.get(Settings.PLUGIN_SETTINGS).keySet());
      named.values().forEach(name -> unnamed.remove(name.text()));
      if (!unnamed.isEmpty()) {
        findings.note(
            "PLUGIN_SETTINGS: without effect for "
                + String.join(", ", unnamed)
                + ", since no setting names such a plugin");
      }
    }
  }

  /**
   * The plugins that a configuration names, by the settings that do.
   *
   * @param config what was read
   * @return in the order of the settings
   */
  public static Map<Setting<?>, PluginName> named(Config config) {
    Map<Setting<?>, PluginName> named = new LinkedHashMap<>();
    for (Setting<Optional<PluginName>> setting :
        List.of(Settings.SENTRY_SENDER, Settings.KEY_SOURCE, Settings.FINGERPRINTER)) {
      config.get(setting).ifPresent(name -> named.put(setting, name));
    }
    config
        .get(Settings.RATE_CONTROLLER)
        .plugin()
        .ifPresent(n -> named.put(Settings.RATE_CONTROLLER, n));
    config
        .get(Settings.CACHE_IMPLEMENTATION_CLASS)
        .plugin()
        .ifPresent(name -> named.put(Settings.CACHE_IMPLEMENTATION_CLASS, name));
    config.get(Settings.STORAGE).plugin().ifPresent(name -> named.put(Settings.STORAGE, name));
    return named;
  }

  /**
   * Without a folder there is the class path alone, where only a class has a meaning to a reader.
   */
  private void checkName(Setting<?> setting, PluginName name) {
    if (config.get(Settings.PLUGINS).isEmpty() && !name.isClass()) {
      findings.refuse(
          setting,
          "expected " + setting.type().expected() + "; PLUGINS, the folder of plugins, is not set");
    }
  }

  private void checkKeySource() {
    if (config.get(Settings.KEY_SOURCE).isEmpty()) {
      return;
    }
    if (!config.get(Settings.RESTRICT_API_ACCESS)) {
      findings.note("KEY_SOURCE: without effect, since RESTRICT_API_ACCESS = False");
    }
    findings.warnOf(Settings.PROJECT_KEYS, ": KEY_SOURCE wins, PROJECT_KEYS are without effect");
  }
}
