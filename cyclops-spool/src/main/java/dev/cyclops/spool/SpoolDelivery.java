/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.Event;
import dev.cyclops.storage.Delivery;

/** An event in hand. Its end is guarded by the lock of the books. */
final class SpoolDelivery implements Delivery {
  final Entry entry;
  private final Event event;
  private final int attempts;
  private boolean ended;

  SpoolDelivery(Entry entry, Event event, int attempts) {
    this.entry = entry;
    this.event = event;
    this.attempts = attempts;
  }

  @Override
  public Event event() {
    return event;
  }

  @Override
  public int attempts() {
    return attempts;
  }

  /** Ends it; false when it had ended before. */
  boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }
}
