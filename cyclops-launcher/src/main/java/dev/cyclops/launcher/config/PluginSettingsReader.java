/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Literal.Bool;
import dev.cyclops.launcher.config.Literal.Decimal;
import dev.cyclops.launcher.config.Literal.Dict;
import dev.cyclops.launcher.config.Literal.None;
import dev.cyclops.launcher.config.Literal.Sequence;
import dev.cyclops.launcher.config.Literal.Text;
import dev.cyclops.launcher.config.Literal.Whole;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what is said to plugins; the values are theirs to check. */
final class PluginSettingsReader {
  static final String EXPECTED =
      "a dict such as {'json-keys': {'file': '/etc/keys.json'}}: what is said to each plugin, by its"
          + " name";

  private PluginSettingsReader() {}

  /** By the plugin's name; null when it is none. */
  static @Nullable Map<String, Map<String, Object>> read(Literal literal) {
    if (!(literal instanceof Dict dict)) {
      return null;
    }
    Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
    for (Map.Entry<Literal, Literal> entry : dict.entries()) {
      String name = key(entry.getKey(), "the key of entry " + (settings.size() + 1));
      if (!(entry.getValue() instanceof Dict said)) {
        throw new IllegalArgumentException("what is said to '" + name + "' is no dict");
      }
      if (settings.put(name, members(said, name)) != null) {
        throw new IllegalArgumentException("'" + name + "' stands there twice");
      }
    }
    return Map.copyOf(settings);
  }

  private static String key(Literal key, String place) {
    if (key instanceof Text text) {
      return text.value();
    }
    throw new IllegalArgumentException(place + " is no string");
  }

  private static Map<String, Object> members(Dict dict, String place) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (Map.Entry<Literal, Literal> entry : dict.entries()) {
      String name = key(entry.getKey(), "a key of '" + place + "'");
      Optional<Object> value = value(entry.getValue(), place);
      if (members.containsKey(name)) {
        throw new IllegalArgumentException("'" + place + "' has the key '" + name + "' twice");
      }
      value.ifPresent(said -> members.put(name, said));
    }
    return Map.copyOf(members);
  }

  /** Empty for None, which is as if nothing were said. */
  private static Optional<Object> value(Literal literal, String place) {
    if (literal instanceof Sequence sequence) {
      return Optional.of(
          sequence.items().stream().flatMap(item -> value(item, place).stream()).toList());
    }
    return Optional.ofNullable(
        literal instanceof None
            ? null
            : literal instanceof Bool bool
                ? bool.value()
                : literal instanceof Whole whole
                    ? whole.value()
                    : literal instanceof Decimal decimal
                        ? decimal.value()
                        : literal instanceof Text text
                            ? text.value()
                            : members((Dict) literal, place));
  }
}
