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
 * @param notDurable events kept less safely than on a disk or a server beside it, so far: those
 *     that a storage with a fallback or an overflow has kept in memory, wherever they are now
 * @param notDurableHeld how many of the held ones are kept so now
 * @param notDurableSinceMillis since when events have been kept so without a pause, in milliseconds
 *     since the epoch; 0 while there is no such need
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
    long lateSettlements,
    long notDurable,
    long notDurableHeld,
    long notDurableSinceMillis) {
  /**
   * Of a storage that keeps all as safely as it promises.
   *
   * @param recovered events that were there when it was opened
   * @param done events settled as done so far
   * @param ready events that may be sent now
   * @param delayed events that wait for their time
   * @param leased events that the sending loop has in hand
   * @param parked events held back by {@link Settlement.Park}
   * @param dead events kept for diagnosis
   * @param bytes what all of these count for
   * @param maxBytes the bound on bytes
   * @param shed events given up to make room so far
   * @param expired events given up for their age so far
   * @param deadTotal events that became dead letters so far
   * @param lateSettlements settlements that came for a lease which had ended
   */
  public StorageStats(
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
    this(
        recovered,
        done,
        ready,
        delayed,
        leased,
        parked,
        dead,
        bytes,
        maxBytes,
        shed,
        expired,
        deadTotal,
        lateSettlements,
        0,
        0,
        0);
  }

  /**
   * Events that are still to reach Sentry.
   *
   * @return ready, delayed, leased and parked ones
   */
  public long held() {
    return ready + delayed + leased + parked;
  }

  /** What was found and what was put, wherever it is now. */
  long accountedFor() {
    return done + held() + shed + expired + deadTotal;
  }

  /** With some of those that are leased counted as ready, or the other way round. */
  StorageStats withReady(long ready, long leased) {
    return new StorageStats(
        recovered,
        done,
        ready,
        delayed,
        leased,
        parked,
        dead,
        bytes,
        maxBytes,
        shed,
        expired,
        deadTotal,
        lateSettlements,
        notDurable,
        notDurableHeld,
        notDurableSinceMillis);
  }
}
