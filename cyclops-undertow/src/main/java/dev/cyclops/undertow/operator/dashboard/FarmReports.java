/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the dashboards of a farm hear of each other. Implementations are used by one thread, about
 * once a second.
 */
public interface FarmReports extends AutoCloseable {
  /** More bytes than that are no report. */
  int MAX_REPORT_BYTES = 64 << 10;

  /** More others than that are not shown. */
  int MAX_REPORTS = 64;

  /** For an instance that is alone, or whose others are not known. */
  FarmReports ALONE =
      new FarmReports() {
        @Override
        public View exchange(byte[] report, boolean looking) {
          return new View("", true, 1, false, false, List.of());
        }

        @Override
        public void close() {}
      };

  /**
   * Tells the others what this instance does, and answers what was heard of them last. Must not
   * wait.
   *
   * @param report JSON, at most {@link #MAX_REPORT_BYTES}; not changed afterwards
   * @param looking whether somebody looks at this instance's page, so that the others should tell
   *     their lists too
   * @return what is known
   */
  View exchange(byte[] report, boolean looking);

  /** Ends what goes on behind it; does not wait. */
  @Override
  void close();

  /**
   * What is known of the others.
   *
   * @param over what it was heard, in a word or two, such as "Redis"; empty when there is nothing
   * @param connected false when only this instance can be seen now
   * @param instances how many there should be, this one included
   * @param looking whether somebody looks at the page of another one
   * @param sharedGroups whether a group has the same id everywhere
   * @param others those that were heard of late, this one or not
   */
  record View(
      String over,
      boolean connected,
      int instances,
      boolean looking,
      boolean sharedGroups,
      List<Other> others) {}

  /**
   * One of them.
   *
   * @param address where it was asked; empty when it was not asked but told
   * @param report what it said; null when it did not answer
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Other(String address, byte @Nullable [] report) {}
}
