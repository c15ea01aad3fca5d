/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import dev.cyclops.ProjectStats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which projects have a label of their own: as many as allowed, those with the most events first
 * where several are new at once. Whoever has one keeps it, and whoever came too late stays among
 * the others, so that no counter ever goes down. Thread-safe.
 */
final class LabelledProjects {
  private final int max;
  private final Set<Long> labelled = new HashSet<>();
  private final Set<Long> others = new HashSet<>();

  LabelledProjects(int max) {
    this.max = max;
  }

  /** Those that have got a label with this look. */
  synchronized List<Long> look(List<ProjectStats> projects) {
    List<Long> added = new ArrayList<>();
    projects.stream()
        .filter(stats -> stats.project() != 0)
        .filter(stats -> !labelled.contains(stats.project()) && !others.contains(stats.project()))
        .sorted(Comparator.comparingLong(ProjectStats::received).reversed())
        .forEach(
            stats -> {
              if (labelled.size() < max) {
                labelled.add(stats.project());
                added.add(stats.project());
              } else {
                others.add(stats.project());
              }
            });
    return added;
  }

  /** Whether it is counted among the others; one that was never looked at is counted nowhere. */
  synchronized boolean isOther(long project) {
    return project == 0 || others.contains(project);
  }
}
