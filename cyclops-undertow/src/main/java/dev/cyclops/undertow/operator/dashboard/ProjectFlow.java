/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import dev.cyclops.ProjectStats;
import dev.cyclops.undertow.operator.dashboard.Report.Project;
import java.util.Comparator;
import java.util.function.ToLongFunction;

/** What is counted of each project. */
enum ProjectFlow implements Counted<ProjectStats> {
  IN(ProjectStats::received),
  PASSED(ProjectStats::processed),
  IGNORED(ProjectStats::ignored),
  LIMITED(stats -> stats.limited() + stats.sampled()),
  SHED(ProjectStats::shed),
  SENT(ProjectStats::forwarded);

  /** By what comes in now, then by all that came. */
  static final Comparator<Project> BUSIEST_FIRST =
      Comparator.comparingDouble((Project project) -> project.rates()[0])
          .thenComparingLong(project -> project.totals()[0])
          .reversed();

  private static final ProjectFlow[] ALL = values();

  @SuppressWarnings("ImmutableEnumChecker") // lambdas that hold nothing
  private final ToLongFunction<ProjectStats> counter;

  ProjectFlow(ToLongFunction<ProjectStats> counter) {
    this.counter = counter;
  }

  static int count() {
    return ALL.length;
  }

  /** All counters, by their places. */
  static long[] totals(ProjectStats stats) {
    return Counted.totals(ALL, stats);
  }

  @Override
  public long of(ProjectStats stats) {
    return counter.applyAsLong(stats);
  }
}
