/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import org.jspecify.annotations.Nullable;

/**
 * An event in memory that is to be handed over to another storage in the state it is in.
 *
 * @param lease taken for that
 * @param atMillis when its delay ends, in milliseconds since the epoch; 0 when it has none
 * @param lane where it is parked; null when it is not
 */
record Remnant(Lease lease, long atMillis, @Nullable String lane) {
  Settlement state() {
    if (lane != null) {
      return Settlement.park(lane, atMillis);
    }
    return atMillis == 0 ? Settlement.giveBack() : Settlement.postponeTo(atMillis);
  }
}
