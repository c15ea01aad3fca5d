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
        .get(PluginsSettings.PLUGINS)
        .ifPresent(folder -> findings.refuseUnlessFileName(PluginsSettings.PLUGINS, folder));
    Map<Setting<?>, PluginName> named = named(config);
    named.forEach(this::checkName);
    checkKeySource();
    if (findings.given(PluginsSettings.PLUGIN_SETTINGS) != null) {
      Set<String> unnamed = new TreeSet<>(config.get(PluginsSettings.PLUGIN_SETTINGS).keySet());
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
        List.of(
            SentrySettings.SENTRY_SENDER, AccessSettings.KEY_SOURCE, FloodSettings.FINGERPRINTER)) {
      config.get(setting).ifPresent(name -> named.put(setting, name));
    }
    config
        .get(SentrySettings.RATE_CONTROLLER)
        .plugin()
        .ifPresent(n -> named.put(SentrySettings.RATE_CONTROLLER, n));
    config
        .get(FloodSettings.CACHE_IMPLEMENTATION_CLASS)
        .plugin()
        .ifPresent(name -> named.put(FloodSettings.CACHE_IMPLEMENTATION_CLASS, name));
    config
        .get(QueueSettings.STORAGE)
        .plugin()
        .ifPresent(name -> named.put(QueueSettings.STORAGE, name));
    return named;
  }

  /**
   * Without a folder there is the class path alone, where only a class has a meaning to a reader.
   */
  private void checkName(Setting<?> setting, PluginName name) {
    if (config.get(PluginsSettings.PLUGINS).isEmpty() && !name.isClass()) {
      findings.refuse(
          setting,
          "expected " + setting.type().expected() + "; PLUGINS, the folder of plugins, is not set");
    }
  }

  private void checkKeySource() {
    if (config.get(AccessSettings.KEY_SOURCE).isEmpty()) {
      return;
    }
    if (!config.get(AccessSettings.RESTRICT_API_ACCESS)) {
      findings.note("KEY_SOURCE: without effect, since RESTRICT_API_ACCESS = False");
    }
    findings.warnOf(
        AccessSettings.PROJECT_KEYS, ": KEY_SOURCE wins, PROJECT_KEYS are without effect");
  }
}
