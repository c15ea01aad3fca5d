/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import dev.cyclops.Cyclops;
import dev.cyclops.undertow.operator.dashboard.Report.Project;
import java.util.List;

/** How much each project sends now. For one thread. */
final class ProjectRates {
  void step(Cyclops cyclops, long nowNanos) {}

  List<Project> top() {
    return List.of();
  }
}
