/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.event.DataCategory;

/** What a client is told when its project sends more than its limit. */
final class SpikeLimit {
  private static final long NANOS_A_SECOND = 1_000_000_000;

  private SpikeLimit() {}

  /**
   * A value of {@code X-Sentry-Rate-Limits}: until there is room again, at least for a second, for
   * the categories that share an account.
   */
  static String told(DataCategory category, long nanosAbove) {
    long seconds = Math.max(1, (nanosAbove + NANOS_A_SECOND - 1) / NANOS_A_SECOND);
    String categories =
        category == DataCategory.TRANSACTION ? "transaction" : "default;error;security";
    return seconds + ":" + categories + ":project:spike_protection";
  }
}
