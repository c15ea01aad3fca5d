/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes the values of a plugin's settings out of what is shown: each may be a password, and what a
 * plugin or a library of its says of a mistake may repeat it. What is too short for one stays, or
 * no sentence would be left. Immutable.
 */
final class SettingsMask {
  /** Shorter texts are taken for words, and shorter numbers for ports and bounds. */
  private static final int MIN_TEXT_CHARS = 4;

  private static final int MIN_NUMBER_CHARS = 6;

  private final Map<String, String> keys = new HashMap<>();
  private final Pattern values;

  /**
   * A mask.
   *
   * @param settings what {@code PLUGIN_SETTINGS} says to the plugin
   */
  SettingsMask(Map<String, ?> settings) {
    settings.forEach(this::add);
    values =
        Pattern.compile(
            keys.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
  }

  private void add(String key, Object value) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(each -> add(key, each));
    } else if (value instanceof List<?> list) {
      list.forEach(each -> add(key, each));
    } else if (!(value instanceof Boolean)) {
      String text = value.toString();
      if (text.length() >= (value instanceof Number ? MIN_NUMBER_CHARS : MIN_TEXT_CHARS)) {
        keys.putIfAbsent(text, key);
      }
    }
  }

  /** The text, where {@code *** ('key')} stands for each value. */
  String apply(String text) {
    return keys.isEmpty()
        ? text
        : values
            .matcher(text)
            .replaceAll(
                value -> Matcher.quoteReplacement("*** ('" + keys.get(value.group()) + "')"));
  }
}
