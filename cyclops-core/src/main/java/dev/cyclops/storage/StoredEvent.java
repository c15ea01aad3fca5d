/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;

/**
 * An event in memory, with its place in the order of arrival: one small object for each that is
 * queued. Guarded by the lock of its storage.
 */
class StoredEvent {
  /** Where an event is in its life. */
  enum State {
    READY,
    DELAYED,
    LEASED,
    /** Done, dead or given up. */
    GONE
  }

  private final Event event;
  final long sequence;
  State state = State.READY;
  private int attempts;

  StoredEvent(Event event, long sequence) {
    this.event = event;
    this.sequence = sequence;
  }

  Event event() {
    return event;
  }

  /** From when on its age counts, in milliseconds since the epoch. */
  long ageFromMillis() {
    return event.arrivedAtMillis();
  }

  ShedTier tier() {
    return ShedTier.of(event.category());
  }

  int attempts() {
    return attempts;
  }

  void countAttempt() {
    attempts++;
  }

  int bytes() {
    return event.heapBytes();
  }
}
