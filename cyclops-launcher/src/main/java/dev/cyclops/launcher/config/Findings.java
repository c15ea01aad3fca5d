/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is found out about a configuration, in words for its operator. Of settings that
 * nobody has set nothing is said. For one thread.
 */
final class Findings {
  /** Takes a message for a line; 0 for none. */
  interface Report {
    void add(int line, String text);
  }

  private final Config config;
  private final Map<Setting<?>, Given> given;
  private final Report errors;
  private final Report warnings;
  private final List<String> notes = new ArrayList<>();

  Findings(Config config, Map<Setting<?>, Given> given, Report errors, Report warnings) {
    this.config = config;
    this.given = given;
    this.errors = errors;
    this.warnings = warnings;
  }

  /** What somebody has set, readable or not; null for a default. */
  @Nullable Given given(Setting<?> setting) {
    return given.get(setting);
  }

  /** Those that somebody has set, in their order. */
  List<Setting<?>> given(Collection<Setting<?>> settings) {
    List<Setting<?>> some = new ArrayList<>(settings);
    some.removeIf(setting -> !given.containsKey(setting));
    return some;
  }

  /** The value cannot be worked with. */
  void refuse(Setting<?> setting, String reason) {
    Given value = given.get(setting);
    // What could not be read has been reported already.
    if (value != null && config.isSet(setting)) {
      errors.add(value.line(), value.describe(setting) + ": " + reason);
    }
  }

  /** Something is wrong that no single value can be blamed for. */
  void refuse(int line, String text) {
    errors.add(line, text);
  }

  /** Refuses a value that cannot name a file. */
  void refuseUnlessFileName(Setting<?> setting, String value) {
    try {
      if (!Path.of(value).toString().isEmpty()) {
        return;
      }
    } catch (InvalidPathException e) {
      // Told in our words.
    }
    refuse(setting, "is no name of a file");
  }

  /** The value is probably not meant so. */
  void warn(Setting<?> setting, String reason) {
    Given value = given.get(setting);
    if (value != null) {
      warnings.add(value.line(), value.describe(setting) + ": " + reason);
    }
  }

  /** As {@link #warn}, without the value. */
  void warnOf(Setting<?> setting, String reason) {
    Given value = given.get(setting);
    if (value != null) {
      warnings.add(value.line(), value.where() + reason);
    }
  }

  /** Something is set and has no effect. */
  void note(String text) {
    notes.add(text);
  }

  /** Notes those of some settings that somebody has set. */
  void noteWithoutEffect(Collection<Setting<?>> settings, String reason) {
    List<Setting<?>> some = given(settings);
    if (!some.isEmpty()) {
      note(names(some) + ": without effect, since " + reason);
    }
  }

  List<String> notes() {
    return notes;
  }

  static String names(List<Setting<?>> settings) {
    return String.join(", ", settings.stream().map(Setting::name).toList());
  }
}
