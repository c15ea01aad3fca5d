/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a migration has done. Not thread-safe. */
final class MigrationCount {
  /** Of the reasons, which are few and could be many. */
  private static final int MAX_REASONS = 20;

  private final Map<String, Long> unreadable = new TreeMap<>();
  private final List<String> projects = new ArrayList<>();
  private long moved;
  private long setAside;

  void moved() {
    moved++;
  }

  void unreadable(String reason) {
    setAside++;
    boolean known = unreadable.containsKey(reason) || unreadable.size() < MAX_REASONS;
    unreadable.merge(known ? reason : "for other reasons", 1L, Long::sum);
  }

  /** A project that has something which cannot be read. */
  void unreadableIn(String project) {
    if (projects.isEmpty() || !projects.get(projects.size() - 1).equals(project)) {
      projects.add(project);
    }
  }

  long movedEvents() {
    return moved;
  }

  long unreadableEntries() {
    return setAside;
  }

  long all() {
    return moved + setAside;
  }

  /** How many cannot be read for which reason, most telling as lines. */
  List<String> reasons() {
    List<String> lines = new ArrayList<>();
    unreadable.forEach((reason, count) -> lines.add(count + ": " + reason));
    return lines;
  }

  /** Those that have something which cannot be read. */
  List<String> unreadableProjects() {
    return projects;
  }
}
