/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What stands behind the question mark: names and values of ASCII letters, digits and hyphens, so
 * that nothing has to be decoded. Immutable.
 */
final class QueryParameters {
  static final Pattern WORD = Pattern.compile("[A-Za-z0-9-]{1,64}");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final Map<String, List<String>> values;

  private QueryParameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads a query.
   *
   * @param known the names that may stand in it
   * @throws BadQueryException when there is anything else in it
   */
  static QueryParameters parse(String query, Set<String> known) throws BadQueryException {
    Map<String, List<String>> values = new HashMap<>();
    if (!query.isEmpty()) {
      for (String parameter : query.split("&", -1)) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        if (!known.contains(name)) {
          throw new BadQueryException("what may stand in the query here: " + sorted(known));
        }
        String value = parameter.substring(equals + 1);
        if (equals < 0 || !WORD.matcher(value).matches()) {
          throw new BadQueryException(name + " is not 1 to 64 letters, digits and hyphens");
        }
        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
    return new QueryParameters(values);
  }

  private static String sorted(Set<String> known) {
    return known.isEmpty() ? "nothing" : String.join(", ", known.stream().sorted().toList());
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  Optional<String> one(String name) throws BadQueryException {
    List<String> given = all(name);
    if (given.size() > 1) {
      throw new BadQueryException(name + " stands in the query twice");
    }
    return given.stream().findFirst();
  }

  OptionalLong number(String name, long least, long most) throws BadQueryException {
    Optional<String> text = one(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    long number = NUMBER.matcher(text.get()).matches() ? Long.parseLong(text.get()) : -1;
    if (number < least || number > most) {
      throw new BadQueryException(
          name + " is no number from " + least + (most == Long.MAX_VALUE ? "" : " to " + most));
    }
    return OptionalLong.of(number);
  }
}
