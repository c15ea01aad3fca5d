/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.AccessSettings;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.KeyOrigin;
import dev.cyclops.launcher.config.PluginConsistency;
import dev.cyclops.launcher.config.PluginName;
import dev.cyclops.launcher.config.Setting;
import dev.cyclops.launcher.plugin.PluginStatus;
import dev.cyclops.launcher.plugin.Plugins;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the plugins once, for an operator who wants to know whether a start could. */
final class PluginCheck {
  private final Config config;
  private final Plugins plugins;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> notMade = new ArrayList<>();

  private PluginCheck(Config config, Plugins plugins) {
    this.config = config;
    this.plugins = plugins;
  }

  /**
   * Makes all that are named, whatever becomes of one of them, and closes them again.
   *
   * @param err takes what an operator should know, and a start would not fail of
   * @return what was made, a line each
   * @throws OperatorException when none is named, or one cannot be made; with a line for each
   */
  static List<String> make(Config config, PrintWriter err) throws OperatorException {
    if (PluginConsistency.named(config).isEmpty()) {
      throw new OperatorException("--plugins: the configuration names no plugin");
    }
    Logging.tellOfPlugins();
    try (Plugins plugins = Plugins.open(config)) {
      return new PluginCheck(config, plugins).make(err);
    } catch (IllegalStateException e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  private List<String> make(PrintWriter err) throws OperatorException {
    Map<Setting<?>, PluginName> named = PluginConsistency.named(config);
    named.forEach(this::make);
    List<String> made = new ArrayList<>();
    for (PluginStatus each : plugins.stats().used()) {
      if (named.keySet().stream().anyMatch(setting -> setting.name().equals(each.setting()))) {
        made.add("%s: made, a %s".formatted(each.setting(), each.type()));
      }
    }
    plugins.abandon().forEach(line -> err.println("warning: " + line));
    if (!wrong.isEmpty()) {
      throw new OperatorException(wrong);
    }
    made.addAll(notMade);
    return made;
  }

  private void make(Setting<?> setting, PluginName name) {
    if (setting.equals(AccessSettings.KEY_SOURCE) && KeyOrigin.of(config) != KeyOrigin.PLUGIN) {
      notMade.add(setting.name() + ": not made, since RESTRICT_API_ACCESS = False");
      return;
    }
    try {
      var unused =
          plugins.make(
              setting, Plugins.type(setting), new PluginWiring(config, plugins).told(name).build());
    } catch (IllegalStateException e) {
      wrong.add(String.valueOf(e.getMessage()));
    }
  }
}
