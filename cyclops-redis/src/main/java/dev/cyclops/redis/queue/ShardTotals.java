/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

/**
 * What a shard holds.
 *
 * @param bytes of all, dead letters included
 * @param deadBytes those of dead letters
 * @param waiting delayed and parked ones
 * @param earliestDueMillis by our clock, or {@link Long#MAX_VALUE}
 * @param earliestLeaseEndMillis by the clock of the server, or {@link Long#MAX_VALUE}
 * @param earliestDeathMillis by our clock, or {@link Long#MAX_VALUE}
 * @param serverMillis what time it was there
 */
record ShardTotals(
    long bytes,
    long deadBytes,
    long ready,
    long waiting,
    long parked,
    long leased,
    long dead,
    long earliestDueMillis,
    long earliestLeaseEndMillis,
    long earliestDeathMillis,
    long serverMillis) {
  static final ShardTotals NOTHING =
      new ShardTotals(
          0, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE);

  static ShardTotals of(byte[] packed) {
    long[] all = ShardAnswer.counts(packed);
    return new ShardTotals(
        all[0],
        all[1],
        all[2],
        all[3],
        all[4],
        all[5],
        all[6],
        time(all[7]),
        time(all[8]),
        time(all[9]),
        all[10]);
  }

  private static long time(long millis) {
    return millis < 0 ? Long.MAX_VALUE : millis;
  }
}
