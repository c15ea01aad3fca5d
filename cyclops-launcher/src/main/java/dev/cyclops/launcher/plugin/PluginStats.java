/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import java.util.List;

/**
 * What the stats page tells of plugins. Immutable.
 *
 * @param used those that the configuration names, and content codecs, which it need not
 * @param setAside what is there and cannot be used, and why, a line each
 */
public record PluginStats(List<PluginStatus> used, List<String> setAside) {
  /** Copies the lists. */
  public PluginStats {
    used = List.copyOf(used);
    setAside = List.copyOf(setAside);
  }
}
