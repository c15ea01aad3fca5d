/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Until when an event has to wait.
 *
 * @param lane where it is parked; null when it waits for the time alone
 */
record Delay(long atMillis, StoredEvent stored, @Nullable Lane lane) {
  /** What it takes on the heap, with its places among those of the project, the lane and all. */
  static final int BYTES = 200;

  /** Soonest first. */
  static final Comparator<Delay> BY_TIME =
      Comparator.comparingLong(Delay::atMillis)
          .thenComparingLong(delay -> delay.stored().sequence());
}
