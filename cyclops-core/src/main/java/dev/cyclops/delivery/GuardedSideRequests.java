/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult;
import org.jspecify.annotations.Nullable;

/**
 * Requests of our own, whose exceptions are counted and go no further: while they fail, there are
 * none. Used by the sending loop only.
 */
final class GuardedSideRequests {
  private static final String PLACE = "side requests";

  private final SideRequests side;
  private final Faults faults;

  GuardedSideRequests(SideRequests side, Faults faults) {
    this.side = side;
    this.faults = faults;
  }

  @Nullable Event next(long nowMillis) {
    try {
      return side.next(nowMillis);
    } catch (Throwable e) {
      faults.report(PLACE, e);
      return null;
    }
  }

  boolean hasMore() {
    try {
      return side.hasMore();
    } catch (Throwable e) {
      faults.report(PLACE, e);
      return false;
    }
  }

  void sent(Event event, SendResult result) {
    try {
      side.sent(event, result);
    } catch (Throwable e) {
      faults.report(PLACE, e);
    }
  }
}
