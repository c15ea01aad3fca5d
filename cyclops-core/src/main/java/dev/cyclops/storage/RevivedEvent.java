/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;

/**
 * A dead letter that an operator sends once more: its age counts from that moment, while the event
 * itself keeps the time at which it arrived. Few are, so only these have a field for it.
 */
final class RevivedEvent extends StoredEvent {
  private final long revivedAtMillis;

  RevivedEvent(Event event, long sequence, long revivedAtMillis) {
    super(event, sequence);
    this.revivedAtMillis = revivedAtMillis;
  }

  @Override
  long ageFromMillis() {
    return revivedAtMillis;
  }

  /** Elsewhere it would be as old as it is, and expire at once. */
  @Override
  boolean isMovable() {
    return false;
  }
}
