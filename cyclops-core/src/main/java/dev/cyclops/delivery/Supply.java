/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.send.RateLimits;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Leases events, and moves out of the way what must not be sent now. Leases more at once the more
 * went in this turn, so that a busy storage is asked seldom, and one that trickles hands out the
 * newest. Used by the sending loop only, but for {@link #hasNothing}.
 */
final class Supply {
  private static final int MAX_BATCH = 16;

  /** Then others have their turn: answers that are there, and whoever wants the loop to end. */
  private static final int MAX_MOVES = 64;

  private final Storage storage;
  private final Settlements settlements;
  private final Gate gate;
  private final Paused paused;
  private final Faults faults;
  private final Queue<Delivery> leased = new ArrayDeque<>();
  private int batch = 1;
  private boolean starved;
  private boolean failed;
  private volatile boolean nothing;

  Supply(Storage storage, Settlements settlements, Gate gate, RateLimits limits, Faults faults) {
    this.storage = storage;
    this.settlements = settlements;
    this.gate = gate;
    this.paused = limits::isPaused;
    this.faults = faults;
  }

  void beginTurn() {
    batch = 1;
    starved = false;
    failed = false;
  }

  /** Whether the storage was asked in vain in this turn. */
  boolean isExhausted() {
    return starved || failed;
  }

  /** Whether there was nothing left in this turn. */
  boolean isStarved() {
    return starved;
  }

  /**
   * Whether nothing was there to send when something could have been, and nothing has been since.
   * Thread-safe.
   */
  boolean hasNothing() {
    return nothing;
  }

  /** Those that were leased and not handed out. */
  Collection<Delivery> leased() {
    return leased;
  }

  /** The next one to send; null when there is none, or when it should be asked again soon. */
  @Nullable Delivery next(long nowNanos, long nowMillis) {
    return handOut(false, nowNanos, nowMillis);
  }

  /** As {@link #next}, but the newest, to look whether Sentry is back. */
  @Nullable Delivery newest(long nowNanos, long nowMillis) {
    return handOut(true, nowNanos, nowMillis);
  }

  private @Nullable Delivery handOut(boolean probe, long nowNanos, long nowMillis) {
    for (int moves = 0; moves < MAX_MOVES && !settlements.isFull(); moves++) {
      if (leased.isEmpty() && !lease(probe)) {
        return null;
      }
      Delivery delivery = leased.remove();
      Settlement instead = gate.instead(delivery, probe, nowNanos, nowMillis);
      if (instead == null) {
        nothing = false;
        return delivery;
      }
      settlements.settle(delivery, instead);
    }
    return null;
  }

  private boolean lease(boolean probe) {
    try {
      List<Delivery> next = probe ? storage.newest(1, paused) : storage.next(batch, paused);
      batch = Math.min(MAX_BATCH, batch * 2);
      leased.addAll(next);
    } catch (Throwable e) {
      faults.report("storage", e);
      failed = true;
      return false;
    }
    if (leased.isEmpty()) {
      starved = true;
      nothing = true;
    }
    return !leased.isEmpty();
  }

  /** It was handed out, and is not to be sent after all. */
  void putBack(Delivery delivery) {
    gate.notSent(delivery);
    settlements.settle(delivery, Settlement.giveBack());
  }

  /** Puts back what was not handed out. */
  void giveBack() {
    Delivery delivery;
    while ((delivery = leased.poll()) != null) {
      putBack(delivery);
    }
  }
}
