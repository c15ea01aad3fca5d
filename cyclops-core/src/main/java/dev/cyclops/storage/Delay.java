/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.util.Comparator;

/** Until when an event has to wait. */
record Delay(long atMillis, StoredEvent stored) {
  /** Soonest first. */
  static final Comparator<Delay> BY_TIME =
      Comparator.comparingLong(Delay::atMillis).thenComparingLong(delay -> delay.stored().sequence);
}
