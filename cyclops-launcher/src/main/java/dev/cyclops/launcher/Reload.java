/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.Setting;
import dev.cyclops.launcher.config.Settings;
import java.util.List;
import java.util.Set;

/**
 * Applies a configuration that was read again to a Cyclops that runs. What can be changed so is
 * changed without a pause; nothing else is touched. Thread-safe.
 */
final class Reload {
  private static final Set<Setting<?>> AT_RUNTIME =
      Set.of(
          Settings.IGNORE_PERCENTAGE,
          Settings.URL_CACHE_EXPIRATION,
          Settings.MAX_CACHE_USES,
          Settings.FLOOD_RULES,
          Settings.FLOOD_SAMPLE,
          Settings.FLOOD_CONTEXT,
          Settings.PROJECT_LIMITS);

  private final Cyclops cyclops;
  private final Config started;

  /**
   * A reload.
   *
   * @param started what it was started with, which goes on to hold for all the other settings
   */
  Reload(Cyclops cyclops, Config started) {
    this.cyclops = cyclops;
    this.started = started;
  }

  /**
   * Applies a configuration.
   *
   * @return the settings that differ from those at the start and stay as they are
   */
  synchronized List<String> apply(Config config) {
    cyclops.floodRules(Wiring.floodRules(config));
    cyclops.projectLimits(config.get(Settings.PROJECT_LIMITS));
    cyclops.ignorePercentage(config.get(Settings.IGNORE_PERCENTAGE));
    cyclops.refreshKeys();
    return Settings.ALL.stream()
        .filter(setting -> !AT_RUNTIME.contains(setting))
        .filter(setting -> !config.get(setting).equals(started.get(setting)))
        .map(Setting::name)
        .toList();
  }
}
