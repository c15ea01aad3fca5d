/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The settings of one topic, in the order of the documents. The class whose constants they are
 * fills it while it is initialised; from then on it does not change.
 */
final class Topic {
  private final Section section;
  private final List<Setting<?>> settings = new ArrayList<>();

  Topic(Section section) {
    this.section = section;
  }

  /**
   * Adds a setting at the end.
   *
   * @throws IllegalArgumentException when the type does not accept the default
   */
  <T> Setting<T> add(String name, ValueType<T> type, String defaultText, String meaning) {
    Setting<T> setting = Setting.of(name, section, type, defaultText, meaning);
    settings.add(setting);
    return setting;
  }

  List<Setting<?>> settings() {
    return Collections.unmodifiableList(settings);
  }
}
