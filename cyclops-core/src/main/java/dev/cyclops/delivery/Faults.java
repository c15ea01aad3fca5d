/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Exceptions out of other people's implementations: each place is logged once at WARNING and then
 * at DEBUG, all are counted, none goes further. Thread-safe.
 */
public final class Faults {
  private static final Logger LOG = System.getLogger("dev.cyclops.delivery");

  private final LongAdder count = new LongAdder();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /** Takes in an exception of a place named in a few fixed words. */
  public void report(String place, Throwable thrown) {
    count.increment();
    Level level = seen.add(place) ? Level.WARNING : Level.DEBUG;
    LOG.log(level, "exception in the " + place, thrown);
  }

  public long count() {
    return count.sum();
  }
}
