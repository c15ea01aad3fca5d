/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import dev.cyclops.undertow.operator.dashboard.Report.Project;
import java.util.Comparator;
import java.util.Locale;

/** What is counted of each project. */
enum ProjectFlow {
  IN,
  PASSED,
  IGNORED,
  LIMITED,
  SENT;

  /** By what comes in now, then by all that came. */
  static final Comparator<Project> BUSIEST_FIRST =
      Comparator.comparingDouble((Project project) -> project.rates()[0])
          .thenComparingLong(project -> project.totals()[0])
          .reversed();

  private static final ProjectFlow[] ALL = values();

  static int count() {
    return ALL.length;
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
