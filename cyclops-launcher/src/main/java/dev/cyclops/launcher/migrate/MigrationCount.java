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
public final class MigrationCount {
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

  /**
   * How many are where they should be.
   *
   * @return a number of events
   */
  public long movedEvents() {
    return moved;
  }

  /**
   * How many cannot be read.
   *
   * @return a number of entries
   */
  public long unreadableEntries() {
    return setAside;
  }

  long all() {
    return moved + setAside;
  }

  /**
   * How many cannot be read, and why.
   *
   * @return a line for each reason
   */
  public List<String> reasons() {
    List<String> lines = new ArrayList<>();
    unreadable.forEach((reason, count) -> lines.add(count + ": " + reason));
    return lines;
  }

  /**
   * Those that have something which cannot be read.
   *
   * @return projects, as their keys say them
   */
  public List<String> unreadableProjects() {
    return projects;
  }
}
