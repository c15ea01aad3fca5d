/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import dev.cyclops.ProjectStats;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.ToDoubleFunction;

/** Counters by project. */
final class ProjectMeters {
  private final Meters<List<ProjectStats>> meters;
  private final Snapshots<List<ProjectStats>> snapshots;
  private final LabelledProjects labelled;

  ProjectMeters(
      Meters<List<ProjectStats>> meters, Snapshots<List<ProjectStats>> snapshots, int maxProjects) {
    this.meters = meters;
    this.snapshots = snapshots;
    labelled = new LabelledProjects(maxProjects);
  }

  void bind() {
    look(snapshots.get());
    bind("other", labelled::isOther);
  }

  /** Whenever the others are read, since that is when a project may be new. */
  private void look(List<ProjectStats> projects) {
    for (long project : labelled.look(projects)) {
      bind(Long.toString(project), other -> other == project);
    }
  }

  private void bind(String label, LongPredicate which) {
    bind(label, which, "processed", ProjectStats::processed);
    bind(label, which, "ignored", ProjectStats::ignored);
    bind(label, which, "sampled", ProjectStats::sampled);
    bind(label, which, "limited", ProjectStats::limited);
    bind(label, which, "shed", ProjectStats::shed);
    meters.counter(
        "cyclops.project.forwarded",
        "Events of a project that Sentry took",
        all -> sum(all, which, ProjectStats::forwarded),
        "project",
        label);
    meters.gauge(
        "cyclops.project.waiting",
        "Events of a project that wait for Sentry",
        all -> sum(all, which, ProjectStats::waiting),
        "project",
        label);
  }

  private void bind(
      String label, LongPredicate which, String outcome, ToDoubleFunction<ProjectStats> number) {
    meters.counter(
        "cyclops.project.events",
        "Events of a project, by what became of them at the door",
        all -> sum(all, which, number),
        "project",
        label,
        "outcome",
        outcome);
  }

  private double sum(
      List<ProjectStats> projects, LongPredicate which, ToDoubleFunction<ProjectStats> number) {
    look(projects);
    double sum = 0;
    for (ProjectStats stats : projects) {
      sum += which.test(stats.project()) ? number.applyAsDouble(stats) : 0;
    }
    return sum;
  }
}
