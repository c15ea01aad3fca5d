/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

/**
 * Whether Sentry is left alone, since when and why. Immutable.
 *
 * @param open whether nothing but probes is sent
 * @param openings how often it has opened since the start
 * @param sinceMillis when it opened or closed last, in milliseconds since the epoch; 0 before its
 *     first opening
 * @param reason why it opened last, in words for the operator; empty before its first opening
 */
public record BreakerStats(boolean open, long openings, long sinceMillis, String reason) {
  /** Closed since the start. */
  public static final BreakerStats NEVER_OPEN = new BreakerStats(false, 0, 0, "");

  /**
   * Another opening.
   *
   * @param nowMillis when, in milliseconds since the epoch
   * @param why in words for the operator
   * @return what is to be told from then on
   */
  public BreakerStats opened(long nowMillis, String why) {
    return new BreakerStats(true, openings + 1, nowMillis, why);
  }

  /**
   * The end of this opening.
   *
   * @param nowMillis when, in milliseconds since the epoch
   * @return what is to be told from then on
   */
  public BreakerStats closed(long nowMillis) {
    return new BreakerStats(false, openings, nowMillis, reason);
  }
}
