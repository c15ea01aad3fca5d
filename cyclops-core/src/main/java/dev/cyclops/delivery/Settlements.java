/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import dev.cyclops.trace.TraceStep.Kind;
import dev.cyclops.trace.Traces;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Ends deliveries. What a storage would not take is kept and tried again, so that no delivery stays
 * leased for ever; while too many wait for that, nothing more may be leased. Used by the sending
 * loop only.
 */
final class Settlements {
  private static final String PLACE = "storage";
  private static final int MAX_UNSETTLED = 256;

  private record Unsettled(Delivery delivery, Settlement settlement) {}

  private final Storage storage;
  private final Faults faults;
  private final Traces traces;
  private final Queue<Unsettled> unsettled = new ArrayDeque<>();

  Settlements(Storage storage, Faults faults, Traces traces) {
    this.storage = storage;
    this.faults = faults;
    this.traces = traces;
  }

  void settle(Delivery delivery, Settlement settlement) {
    if (!traces.isIdle()) {
      tell(delivery.event().id(), settlement);
    }
    if (!isTaken(delivery, settlement)) {
      unsettled.add(new Unsettled(delivery, settlement));
    }
  }

  /** What the storage does not take now is told all the same: it will be tried again. */
  private void tell(@Nullable EventId id, Settlement settlement) {
    if (settlement instanceof Settlement.Done) {
      traces.at(id, Kind.DONE, "");
    } else if (settlement instanceof Settlement.Retry retry) {
      traces.at(id, Kind.RETRY, Instant.ofEpochMilli(retry.atMillis()).toString());
    } else if (settlement instanceof Settlement.Park park) {
      traces.at(id, Kind.PARKED, Instant.ofEpochMilli(park.untilMillis()).toString());
    } else if (settlement instanceof Settlement.DeadLetter dead) {
      traces.at(id, Kind.DEAD, dead.reason());
    } else {
      traces.at(id, Kind.GIVEN_BACK, "");
    }
  }

  private boolean isTaken(Delivery delivery, Settlement settlement) {
    try {
      storage.settle(delivery, settlement);
      return true;
    } catch (Throwable e) {
      faults.report(PLACE, e);
      return false;
    }
  }

  /**
   * Tries once more, until the storage fails again: the one that it failed at is the last one next
   * time, should the failure be its own.
   */
  void retry() {
    for (int left = unsettled.size(); left > 0; left--) {
      Unsettled next = unsettled.remove();
      if (!isTaken(next.delivery, next.settlement)) {
        unsettled.add(next);
        return;
      }
    }
  }

  boolean isFull() {
    return unsettled.size() >= MAX_UNSETTLED;
  }

  boolean isEmpty() {
    return unsettled.isEmpty();
  }

  /** Makes ready what is parked in a lane; what a failure leaves there wakes by itself. */
  void release(String lane) {
    try {
      storage.release(lane);
    } catch (Throwable e) {
      faults.report(PLACE, e);
    }
  }

  /** Keeps the leases of these, and of what could not be settled. */
  void renew(Collection<Delivery> inHand) {
    for (Unsettled waiting : unsettled) {
      inHand.add(waiting.delivery);
    }
    try {
      if (!inHand.isEmpty()) {
        storage.renew(inHand);
      }
    } catch (Throwable e) {
      faults.report(PLACE, e);
    }
  }
}
