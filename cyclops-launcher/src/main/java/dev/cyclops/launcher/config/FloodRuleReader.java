/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.filter.FloodRule;
import dev.cyclops.filter.FloodRule.Conditions;
import dev.cyclops.filter.FloodRules;
import dev.cyclops.launcher.config.FloodRuleEntry.Action;
import dev.cyclops.launcher.config.Literal.Bool;
import dev.cyclops.launcher.config.Literal.Dict;
import dev.cyclops.launcher.config.Literal.Sequence;
import dev.cyclops.launcher.config.Literal.Text;
import dev.cyclops.launcher.config.Literal.Whole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one rule for floods from its dict; names what is wrong with it. */
final class FloodRuleReader {
  static final String EXPECTED =
      "a list of dicts such as {'project': 3, 'level': 'warning', 'limit': 5, 'window': 60}";

  private static final List<String> CONDITIONS =
      List.of("project", "level", "environment", "release", "type", "message");
  private static final List<String> ACTIONS = List.of("pass", "drop", "limit", "window", "one_in");

  private static final ValueType<Integer> LIMIT = NumberTypes.whole(1, Integer.MAX_VALUE);
  private static final ValueType<Integer> ONE_IN = NumberTypes.whole(2, Integer.MAX_VALUE);
  private static final ValueType<Duration> WINDOW = DurationTypes.seconds(FloodRules.MAX_WINDOW);

  private final String place;
  private final Map<String, Literal> members = new LinkedHashMap<>();

  private FloodRuleReader(int number) {
    place = "rule " + number + ": ";
  }

  /** All rules of a list, in their order; null when it is none. */
  static @Nullable List<FloodRuleEntry> read(Literal literal) {
    if (!(literal instanceof Sequence sequence)) {
      return null;
    }
    List<FloodRuleEntry> rules = new ArrayList<>();
    for (Literal item : sequence.items()) {
      FloodRuleReader reader = new FloodRuleReader(rules.size() + 1);
      rules.add(reader.entry(item));
    }
    return List.copyOf(rules);
  }

  private FloodRuleEntry entry(Literal item) {
    if (!(item instanceof Dict dict)) {
      throw wrong("is no dict");
    }
    for (Map.Entry<Literal, Literal> member : dict.entries()) {
      add(member.getKey(), member.getValue());
    }
    Action action = action();
    Optional<Duration> window = value("window", WINDOW);
    return new FloodRuleEntry(conditions(), action, number(action), window);
  }

  private void add(Literal key, Literal value) {
    if (!(key instanceof Text text)) {
      throw wrong("a key is no string");
    }
    String name = text.value();
    if (!CONDITIONS.contains(name) && !ACTIONS.contains(name)) {
      List<String> all = new ArrayList<>(CONDITIONS);
      all.addAll(ACTIONS);
      throw wrong(
          "there is no key '" + name + "'; did you mean '" + Spelling.nearest(name, all) + "'?");
    }
    if (members.put(name, value) != null) {
      throw wrong("'" + name + "' is there twice");
    }
  }

  private Action action() {
    List<String> given = new ArrayList<>(ACTIONS);
    given.retainAll(members.keySet());
    if (given.isEmpty()) {
      throw wrong(
          "says not what to do; that is 'pass': True, 'drop': True, 'limit' and 'window', or"
              + " 'one_in'");
    }
    boolean limit = List.of("limit", "window").containsAll(given);
    if (given.size() > 1 && !limit) {
      throw wrong("'" + given.get(0) + "' and '" + given.get(1) + "' exclude each other");
    }
    return switch (given.get(0)) {
      case "pass" -> onlyTrue("pass", Action.PASS);
      case "drop" -> onlyTrue("drop", Action.DROP);
      case "one_in" -> Action.ONE_IN;
      default -> Action.LIMIT;
    };
  }

  private Action onlyTrue(String name, Action action) {
    if (members.get(name) instanceof Bool bool && bool.value()) {
      return action;
    }
    throw wrong("'" + name + "': expected True");
  }

  private Optional<Integer> number(Action action) {
    return action == Action.ONE_IN ? value("one_in", ONE_IN) : value("limit", LIMIT);
  }

  private <T> Optional<T> value(String name, ValueType<T> type) {
    Literal literal = members.get(name);
    try {
      return literal == null ? Optional.empty() : Optional.of(type.read(literal));
    } catch (IllegalArgumentException e) {
      throw wrong("'" + name + "': " + e.getMessage());
    }
  }

  private Conditions conditions() {
    Conditions conditions = FloodRule.when();
    for (String name : CONDITIONS) {
      Literal literal = members.get(name);
      if (literal == null) {
        continue;
      }
      try {
        add(conditions, name, literal instanceof Sequence list ? list.items() : List.of(literal));
      } catch (IllegalArgumentException e) {
        throw wrong("'" + name + "': " + e.getMessage());
      }
    }
    return conditions;
  }

  private static void add(Conditions conditions, String name, List<Literal> values) {
    switch (name) {
      case "project" -> conditions.project(projects(values));
      case "level" -> conditions.level(texts(values));
      case "environment" -> conditions.environment(texts(values));
      case "release" -> conditions.release(texts(values));
      case "type" -> conditions.exceptionType(texts(values));
      default -> conditions.message(texts(values));
    }
  }

  private static long[] projects(List<Literal> values) {
    long[] ids = new long[values.size()];
    for (int i = 0; i < ids.length; i++) {
      if (!(values.get(i) instanceof Whole id)) {
        throw new IllegalArgumentException("expected a project's id, or a list of them");
      }
      ids[i] = id.value();
    }
    return ids;
  }

  private static String[] texts(List<Literal> values) {
    String[] texts = new String[values.size()];
    for (int i = 0; i < texts.length; i++) {
      if (!(values.get(i) instanceof Text text)) {
        throw new IllegalArgumentException("expected a string, or a list of strings");
      }
      texts[i] = text.value();
    }
    return texts;
  }

  private IllegalArgumentException wrong(String message) {
    return new IllegalArgumentException(place + message);
  }
}
