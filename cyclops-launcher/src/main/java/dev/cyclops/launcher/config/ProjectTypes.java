/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.launcher.config.Literal.Dict;
import dev.cyclops.launcher.config.Literal.None;
import dev.cyclops.launcher.config.Literal.Sequence;
import dev.cyclops.launcher.config.Literal.Text;
import dev.cyclops.launcher.config.Literal.Whole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said of one project after the other. A mistake is told by the place of its entry. */
final class ProjectTypes {
  private ProjectTypes() {}

  /** Percent by project. */
  static ValueType<Map<Long, Integer>> percentages() {
    return ValueType.of(
        "a dict {project id: percent from 0 to 100}",
        literal -> literal instanceof Dict dict ? percentages(dict) : null);
  }

  private static Map<Long, Integer> percentages(Dict dict) {
    Map<Long, Integer> percentages = new LinkedHashMap<>();
    for (Map.Entry<Literal, Literal> entry : dict.entries()) {
      if (entry.getKey() instanceof Whole project
          && project.value() > 0
          && entry.getValue() instanceof Whole percent
          && percent.value() >= 0
          && percent.value() <= 100) {
        percentages.put(project.value(), (int) percent.value());
      } else {
        throw new IllegalArgumentException("entry " + (percentages.size() + 1) + " is not that");
      }
    }
    return Map.copyOf(percentages);
  }

  /** How much each project may send. */
  static ValueType<ProjectLimits> limits() {
    return ValueType.of(
        LimitsReader.EXPECTED,
        literal -> literal instanceof Dict dict ? LimitsReader.read(dict) : null);
  }

  /** Secret: who may report. */
  static ValueType<List<ProjectKey>> keys() {
    return ValueType.of(
            "a list of tuples (project id, 'public key', 'secret key' or None)",
            literal -> literal instanceof Sequence sequence ? keys(sequence) : null)
        .asSecret();
  }

  private static List<ProjectKey> keys(Sequence sequence) {
    List<ProjectKey> keys = new ArrayList<>();
    for (Literal item : sequence.items()) {
      ProjectKey key = item instanceof Sequence tuple ? key(tuple.items()) : null;
      if (key == null) {
        throw new IllegalArgumentException("entry " + (keys.size() + 1) + " is not that");
      }
      keys.add(key);
    }
    return List.copyOf(keys);
  }

  private static @Nullable ProjectKey key(List<Literal> tuple) {
    boolean secretGiven = tuple.size() == 3 && tuple.get(2) instanceof Text;
    boolean noSecret = tuple.size() == 2 || (tuple.size() == 3 && tuple.get(2) instanceof None);
    if ((secretGiven || noSecret)
        && tuple.get(0) instanceof Whole project
        && project.value() > 0
        && tuple.get(1) instanceof Text publicKey
        && !publicKey.value().isEmpty()) {
      String secret = secretGiven && tuple.get(2) instanceof Text t ? t.value() : null;
      return new ProjectKey(project.value(), publicKey.value(), secret);
    }
    return null;
  }
}
