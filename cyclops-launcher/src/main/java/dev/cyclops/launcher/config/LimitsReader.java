/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.filter.ProjectLimit;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.launcher.config.Literal.Decimal;
import dev.cyclops.launcher.config.Literal.Dict;
import dev.cyclops.launcher.config.Literal.None;
import dev.cyclops.launcher.config.Literal.Text;
import dev.cyclops.launcher.config.Literal.Whole;
import java.util.HashMap;
import java.util.Map;

/** Reads the limits of projects. A mistake is told by the place of its entry. */
final class LimitsReader {
  static final String EXPECTED =
      "a dict {project id or 'default': limit}, a limit being a number of events a second from"
          + " 0.001 to 1000000, {'sustained': such a number, 'burst': events from 1 to 1000000000},"
          + " 'auto' or None";

  private LimitsReader() {}

  static ProjectLimits read(Dict dict) {
    Map<Long, ProjectLimit> byProject = new HashMap<>();
    ProjectLimit others = null;
    int entry = 0;
    for (Map.Entry<Literal, Literal> pair : dict.entries()) {
      String place = "entry " + ++entry;
      ProjectLimit limit = limit(pair.getValue(), place);
      ProjectLimit before;
      if (pair.getKey() instanceof Whole project && project.value() > 0) {
        before = byProject.put(project.value(), limit);
      } else if (pair.getKey() instanceof Text text && text.value().equals("default")) {
        before = others;
        others = limit;
      } else {
        throw new IllegalArgumentException(
            place + " begins with neither a project id nor 'default'");
      }
      if (before != null) {
        throw new IllegalArgumentException(place + " names the same again");
      }
    }
    return new ProjectLimits(byProject, others == null ? ProjectLimit.none() : others);
  }

  private static ProjectLimit limit(Literal literal, String place) {
    if (literal instanceof None) {
      return ProjectLimit.none();
    }
    if (literal instanceof Text text && text.value().equals("auto")) {
      return ProjectLimit.learned();
    }
    try {
      return literal instanceof Dict dict
          ? bucket(dict)
          : ProjectLimit.perSecond(number(literal, "the limit"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }

  private static ProjectLimit bucket(Dict dict) {
    Double sustained = null;
    Long burst = null;
    for (Map.Entry<Literal, Literal> pair : dict.entries()) {
      String name = pair.getKey() instanceof Text text ? text.value() : "";
      if (name.equals("sustained") && sustained == null) {
        sustained = number(pair.getValue(), "'sustained'");
      } else if (name.equals("burst") && burst == null && pair.getValue() instanceof Whole whole) {
        burst = whole.value();
      } else {
        throw new IllegalArgumentException(
            "only 'sustained' and a whole number as 'burst' belong there, each once");
      }
    }
    if (sustained == null) {
      throw new IllegalArgumentException("'sustained' is missing");
    }
    return burst == null
        ? ProjectLimit.perSecond(sustained)
        : ProjectLimit.perSecond(sustained, burst);
  }

  private static double number(Literal literal, String name) {
    if (literal instanceof Whole whole) {
      return whole.value();
    }
    if (literal instanceof Decimal decimal) {
      return decimal.value();
    }
    throw new IllegalArgumentException(name + " is no number");
  }
}
