/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.Map;
import java.util.Set;

/**
 * What holds once file, environment and defaults are put together, and has been checked. Immutable.
 * {@code toString} shows no value.
 */
public final class Config {
  private final Map<Setting<?>, Object> values;

  Config(Map<Setting<?>, Object> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * The value of a setting.
   *
   * @param setting which one
   * @param <T> its type
   * @return what was set, or the default
   */
  @SuppressWarnings("unchecked") // ConfigReader puts in what the setting's own type has read.
  public <T> T get(Setting<T> setting) {
    Object value = values.get(setting);
    return value == null ? setting.defaultValue() : (T) value;
  }

  /**
   * Whether somebody has set it.
   *
   * @param setting which one
   * @return false when its default holds because nothing was said
   */
  public boolean isSet(Setting<?> setting) {
    return values.containsKey(setting);
  }

  /** The settings that are not left to their defaults. */
  Set<Setting<?>> set() {
    return values.keySet();
  }

  @Override
  public String toString() {
    return "Config" + values.keySet();
  }
}
