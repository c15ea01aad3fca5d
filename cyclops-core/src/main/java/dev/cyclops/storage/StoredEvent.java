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

  private static final State[] STATES = State.values();
  private static final int STATE_MASK = 0x3;
  private static final int ATTEMPT = 0x4;
  private static final int ATTEMPTS_SHIFT = 2;
  private static final int ATTEMPTS_MASK = 0xFF;
  private static final int SEQUENCE_SHIFT = 10;

  private final Event event;

  /** The state (2 bits), the attempts (8 bits, counted no further) and the sequence (54 bits). */
  private long packed;

  StoredEvent(Event event, long sequence) {
    this.event = event;
    packed = sequence << SEQUENCE_SHIFT;
  }

  /** Its place in the order of arrival. */
  long sequence() {
    return packed >> SEQUENCE_SHIFT;
  }

  State state() {
    return STATES[(int) packed & STATE_MASK];
  }

  // A place in memory only, so that the order of the states may change.
  @SuppressWarnings("EnumOrdinal")
  void state(State state) {
    packed = (packed & ~STATE_MASK) | state.ordinal();
  }

  Event event() {
    return event;
  }

  /** From when on its age counts, in milliseconds since the epoch. */
  long ageFromMillis() {
    return event.arrivedAtMillis();
  }

  /** Whether the event alone says all that is known of it, so that it can be put elsewhere. */
  boolean isMovable() {
    return attempts() == 0;
  }

  ShedTier tier() {
    return ShedTier.of(event.category());
  }

  int attempts() {
    return (int) (packed >> ATTEMPTS_SHIFT) & ATTEMPTS_MASK;
  }

  void countAttempt() {
    if (attempts() < ATTEMPTS_MASK) {
      packed += ATTEMPT;
    }
  }

  int bytes() {
    return event.heapBytes();
  }
}
