/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import dev.cyclops.ProjectStats;
import dev.cyclops.undertow.operator.dashboard.Report.Project;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much each project sends now: the difference between two looks. Holds as many projects as are
 * counted. For one thread.
 */
final class ProjectRates {
  /** So many are told. */
  static final int MOST = 40;

  private Map<Long, long[]> before = new HashMap<>();
  private long lastNanos;
  private List<Project> top = List.of();

  /** Takes the counts of a moment. */
  void step(List<ProjectStats> stats, long nowNanos) {
    double seconds = Math.max(1, nowNanos - lastNanos) / 1e9;
    boolean first = before.isEmpty();
    Map<Long, long[]> now = new HashMap<>();
    List<Project> all = new ArrayList<>();
    for (ProjectStats project : stats) {
      long[] totals = ProjectFlow.totals(project);
      now.put(project.project(), totals);
      long[] known = before.getOrDefault(project.project(), new long[totals.length]);
      double[] rates = new double[totals.length];
      for (int i = 0; i < rates.length && !first; i++) {
        rates[i] = Math.max(0, totals[i] - known[i]) / seconds;
      }
      all.add(new Project(project.project(), totals, rates));
    }
    before = now;
    lastNanos = nowNanos;
    all.sort(ProjectFlow.BUSIEST_FIRST);
    top = List.copyOf(all.subList(0, Math.min(MOST, all.size())));
  }

  /** The busiest as of the last step. */
  List<Project> top() {
    return top;
  }
}
