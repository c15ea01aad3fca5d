/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.auth.KeyRing;
import dev.cyclops.delivery.ClientReports;
import dev.cyclops.delivery.Dispatcher;
import dev.cyclops.delivery.Faults;
import dev.cyclops.filter.ProjectLimiter;
import dev.cyclops.send.ResponseTimes;
import dev.cyclops.storage.Storage;
import java.util.List;

/** The barrier in numbers, gathered from its parts for who looks at it. Thread-safe. */
final class OperatorView {
  private final DoorCounters counters;
  private final ProjectCounters projects;
  private final ProjectLimiter limiter;
  private final KeyRing keys;
  private final Storage storage;
  private final Dispatcher dispatcher;
  private final ResponseTimes times;
  private final ClientReports reports;
  private final Faults faults;

  OperatorView(
      DoorCounters counters,
      ProjectCounters projects,
      ProjectLimiter limiter,
      KeyRing keys,
      Storage storage,
      Dispatcher dispatcher,
      ResponseTimes times,
      ClientReports reports,
      Faults faults) {
    this.counters = counters;
    this.projects = projects;
    this.limiter = limiter;
    this.keys = keys;
    this.storage = storage;
    this.dispatcher = dispatcher;
    this.times = times;
    this.reports = reports;
    this.faults = faults;
  }

  /** As {@link Cyclops#stats()}. */
  CyclopsStats stats() {
    return new CyclopsStats(
        counters.processed.sum(),
        counters.reduced.sum(),
        counters.ignored.sum(),
        counters.sampled.sum(),
        counters.limited.sum(),
        limiter.beyond(),
        counters.shed.sum(),
        counters.refused.sum(),
        counters.ungrouped.sum(),
        dispatcher.forwarded(),
        dispatcher.sends(),
        faults.count(),
        times.averageMillis(),
        times.percentileMillis(),
        dispatcher.inFlight(),
        storage.stats(),
        new ClientReportStats(reports.sent(), reports.reported(), reports.unreported()),
        keys.stats(),
        dispatcher.pace(),
        dispatcher.breaker());
  }

  /** As {@link Cyclops#projectStats()}. */
  List<ProjectStats> projectStats() {
    return projects.stats(this::queued);
  }

  /** As {@link Cyclops#queued}. */
  long queued(long project) {
    try {
      return storage.size(project);
    } catch (RuntimeException | Error e) {
      faults.report("storage", e);
      return 0;
    }
  }

  /** As {@link Cyclops#isSentryAway}. */
  boolean isSentryAway() {
    return dispatcher.isSentryAway() && !dispatcher.hasNothingToTry();
  }
}
