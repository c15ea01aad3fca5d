/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

/**
 * What Sentry has been told of the events that were dropped on the way to it. Client reports are
 * our own, so they are in no other count. Immutable.
 *
 * @param sent reports that Sentry took
 * @param reported dropped events in those reports
 * @param unreported dropped events that it will not be told of: of keys that it refused, or of more
 *     projects than there are accounts for
 */
public record ClientReportStats(long sent, long reported, long unreported) {
  /** Nothing was reported. */
  public static final ClientReportStats NONE = new ClientReportStats(0, 0, 0);
}
