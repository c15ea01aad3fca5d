/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The settlements that a storage did not take while it was away: tried again until it takes them,
 * so that whoever settles need not know of the outage. Used by the sending loop, and by who closes
 * the storage after it.
 */
final class DeferredSettlements {
  private static final Logger LOG = System.getLogger("dev.cyclops.storage");

  /** While so many wait, nothing more is leased. */
  private static final int MAX_WAITING = 512;

  private record Deferred(Delivery delivery, Settlement settlement) {}

  private final Storage primary;
  private final Queue<Deferred> waiting = new ConcurrentLinkedQueue<>();

  DeferredSettlements(Storage primary) {
    this.primary = primary;
  }

  void settle(Delivery delivery, Settlement settlement) {
    RuntimeException failure = tryTo(delivery, settlement);
    if (failure != null) {
      LOG.log(Level.DEBUG, "a settlement waits for the storage", failure);
      waiting.add(new Deferred(delivery, settlement));
    }
  }

  private @Nullable RuntimeException tryTo(Delivery delivery, Settlement settlement) {
    try {
      primary.settle(delivery, settlement);
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  /**
   * Tries all again, until one fails: that one is the last next time, should the failure be its
   * own.
   *
   * @return why so many still wait that nothing more may be leased; null when they are not so many
   */
  @Nullable RuntimeException flush() {
    RuntimeException failure = null;
    for (int left = waiting.size(); left > 0 && failure == null; left--) {
      Deferred next = waiting.poll();
      failure = next == null ? null : tryTo(next.delivery, next.settlement);
      if (failure != null) {
        waiting.add(next);
      }
    }
    return waiting.size() < MAX_WAITING ? null : failure;
  }
}
