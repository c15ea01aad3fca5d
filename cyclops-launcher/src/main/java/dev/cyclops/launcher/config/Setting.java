/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import org.jspecify.annotations.Nullable;

/**
 * One key of the configuration: the single source for reading, checking, the example file and the
 * documentation. Immutable.
 *
 * @param <T> what its value is read to
 * @param name the key, as {@code MAX_CACHE_USES}
 * @param section where it belongs
 * @param type what it accepts
 * @param defaultText its default, as a literal
 * @param defaultValue its default
 * @param meaning what it does, in one or two sentences
 */
public record Setting<T>(
    String name,
    Section section,
    ValueType<T> type,
    String defaultText,
    T defaultValue,
    String meaning) {

  /** The parts of a configuration, in their order. */
  public enum Section {
    /** Where Sentry is and how it is spoken to. */
    SENTRY("Sentry"),
    /** Who may report. */
    ACCESS("Who may report"),
    /** Which repeats are dropped. */
    FLOOD("Floods"),
    /** What waits for Sentry. */
    QUEUE("Queue"),
    /** The port that clients speak to. */
    SERVER("Server"),
    /** The port that the operator's commands speak to. */
    OPERATOR("Operator"),
    /** Sentry's database, for its keys. */
    DATABASE("Sentry's database"),
    /** The Redis of a farm. */
    REDIS("Redis, shared by a farm"),
    /** What others have written. */
    PLUGINS("Plugins"),
    /** Old names and keys without a meaning of today. */
    OLD("Old keys, still accepted");

    private final String title;

    Section(String title) {
      this.title = title;
    }

    /**
     * A title for readers.
     *
     * @return a few words
     */
    public String title() {
      return title;
    }
  }

  static <T> Setting<T> of(
      String name, Section section, ValueType<T> type, String defaultText, String meaning) {
    try {
      T value = type.read(PythonLiteral.parse(defaultText));
      return new Setting<>(name, section, type, defaultText, value, meaning);
    } catch (LiteralException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /** There is one of each name: a record's own would be made at run time, in each start anew. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Setting<?> setting && name.equals(setting.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
