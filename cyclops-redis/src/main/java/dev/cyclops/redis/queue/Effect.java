/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

/**
 * What a settlement changes; it always ends a lease.
 *
 * @param cost what the event counts for in bytes
 * @param ready 1 when it becomes ready
 * @param held -1 when it goes
 * @param waiting 1 when it has to wait
 * @param parked 1 when it does so in a lane
 * @param letterCost what its dead letter counts for; 0 when it becomes none
 * @param dueMillis until when it waits, or {@link Long#MAX_VALUE}
 */
record Effect(
    long cost, int ready, int held, int waiting, int parked, long letterCost, long dueMillis) {
  long bytes() {
    return held * cost + letterCost;
  }

  int dead() {
    return letterCost > 0 ? 1 : 0;
  }
}
