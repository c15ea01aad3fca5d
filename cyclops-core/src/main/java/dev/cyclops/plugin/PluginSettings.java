/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.plugin;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of a plugin, by their keys. Each is asked for with what it has to be: a wrong one
 * ends in an exception that names the key and what is accepted, and no value. It notes which keys
 * were asked for, so that a misspelt one can be told from one that is used: a plugin asks for all
 * of its keys while it is made. Not thread-safe.
 */
public final class PluginSettings {
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

  private final Map<String, ?> values;
  private final Set<String> asked = new HashSet<>();

  PluginSettings(Map<String, ?> values) {
    this.values = values;
  }

  /**
   * A string.
   *
   * @param key which one
   * @return what it says; empty when nothing is said
   * @throws IllegalArgumentException when it is no string, or an empty one
   */
  public Optional<String> text(String key) {
    return value(key)
        .map(
            value -> {
              if (value instanceof String text && !text.isBlank()) {
                return text;
              }
              throw wrong(key, "a string that is not empty");
            });
  }

  /**
   * A string that must be there.
   *
   * @param key which one
   * @return what it says
   * @throws IllegalArgumentException when nothing is said, or no string, or an empty one
   */
  public String requiredText(String key) {
    return text(key)
        .orElseThrow(
            () -> new IllegalArgumentException("'" + key + "' is missing: a string is needed"));
  }

  /**
   * A whole number.
   *
   * @param key which one
   * @param min the least that is accepted
   * @param max the most that is accepted
   * @param otherwise when nothing is said
   * @return what it says
   * @throws IllegalArgumentException when it is no such number
   */
  public long whole(String key, long min, long max, long otherwise) {
    Object value = value(key).orElse(otherwise);
    if (value instanceof Long number && number >= min && number <= max) {
      return number;
    }
    throw wrong(key, "a whole number from " + min + " to " + max);
  }

  /**
   * A length of time, in seconds.
   *
   * @param key which one
   * @param max the longest that is accepted
   * @param otherwise when nothing is said
   * @return what it says, above 0
   * @throws IllegalArgumentException when it is no such number
   */
  public Duration seconds(String key, Duration max, Duration otherwise) {
    Object value = value(key).orElse(null);
    if (value == null) {
      return otherwise;
    }
    double seconds = value instanceof Number number ? number.doubleValue() : Double.NaN;
    if (seconds > 0 && seconds <= max.toMillis() / 1e3) {
      return Duration.ofNanos(BigDecimal.valueOf(seconds).multiply(NANOS).longValue());
    }
    throw wrong(key, "a number of seconds above 0, up to " + max.toSeconds());
  }

  /**
   * Yes or no.
   *
   * @param key which one
   * @param otherwise when nothing is said
   * @return what it says
   * @throws IllegalArgumentException when it is neither
   */
  public boolean flag(String key, boolean otherwise) {
    Object value = value(key).orElse(otherwise);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, "True or False");
  }

  /**
   * A list of strings.
   *
   * @param key which one
   * @return what it says; empty when nothing is said
   * @throws IllegalArgumentException when it is no such list
   */
  public List<String> texts(String key) {
    Object value = value(key).orElse(List.of());
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof String text) {
          texts.add(text);
        }
      }
      if (texts.size() == list.size()) {
        return List.copyOf(texts);
      }
    }
    throw wrong(key, "a list of strings");
  }

  /**
   * Whatever stands there.
   *
   * @param key which one
   * @return a {@link String}, {@link Long}, {@link Double}, {@link Boolean}, an immutable list of
   *     these or map from strings to these; empty when nothing is said
   */
  public Optional<Object> value(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key));
  }

  /**
   * What was said and never asked for.
   *
   * @return keys, sorted
   */
  public Set<String> unused() {
    Set<String> unused = new TreeSet<>(values.keySet());
    unused.removeAll(asked);
    return unused;
  }

  private static IllegalArgumentException wrong(String key, String expected) {
    return new IllegalArgumentException("'" + key + "': expected " + expected);
  }

  /** The keys, and no value: there may be passwords among them. */
  @Override
  public String toString() {
    return "PluginSettings" + values.keySet();
  }
}
