/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

/**
 * What a storage holds, and what it has given up since it was opened. A snapshot, consistent in
 * itself. Immutable.
 *
 * @param recovered events that were there when it was opened, dead letters included, and that no
 *     other open instance accounts for
 * @param done events settled as done so far: Sentry has them
 * @param ready events that may be sent now
 * @param delayed events that wait for their time
 * @param leased events that the sending loop has in hand
 * @param parked events held back by {@link Settlement.Park}
 * @param dead events kept for diagnosis, which Sentry will never take, as {@link DeadLetters} lists
 *     them
 * @param bytes what all of these count for, in bytes
 * @param maxBytes the bound on bytes; {@link Long#MAX_VALUE} when there is none
 * @param shed events given up to make room so far, without the expired ones
 * @param expired events given up for their age so far
 * @param deadTotal events that became dead letters so far, those found when it was opened and those
 *     forgotten or dropped since included, those sent once more not
 * @param lateSettlements settlements that came for a lease which had ended, and did nothing
 */
public record StorageStats(
    long recovered,
    long done,
    long ready,
    long delayed,
    long leased,
    long parked,
    long dead,
    long bytes,
    long maxBytes,
    long shed,
    long expired,
    long deadTotal,
    long lateSettlements) {
  /**
   * Events that are still to reach Sentry.
   *
   * @return ready, delayed, leased and parked ones
   */
  public long held() {
    return ready + delayed + leased + parked;
  }
}
