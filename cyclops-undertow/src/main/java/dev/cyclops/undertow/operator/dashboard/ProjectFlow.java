/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import dev.cyclops.ProjectStats;
import dev.cyclops.undertow.operator.dashboard.Report.Project;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What is counted of each project. */
enum ProjectFlow {
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
    long[] totals = new long[ALL.length];
    for (ProjectFlow flow : ALL) {
      totals[flow.place()] = flow.counter.applyAsLong(stats);
    }
    return totals;
  }

  /** Where its value stands in an array. */
  @SuppressWarnings("EnumOrdinal")
  int place() {
    return ordinal();
  }

  /** As it is called in JSON. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
