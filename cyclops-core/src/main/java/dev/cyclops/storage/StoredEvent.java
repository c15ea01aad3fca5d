/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;

/**
 * An event in memory, with its place in the order of arrival; handed out as its own delivery, so
 * that a queued event costs one small object. Guarded by the lock of its storage.
 */
final class StoredEvent implements Delivery {
  /** Where an event is in its life. */
  enum State {
    READY,
    DELAYED,
    LEASED,
    /** Done, dead or given up: a settlement that still comes is late. */
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

  @Override
  public Event event() {
    return event;
  }

  @Override
  public int attempts() {
    return attempts;
  }

  void countAttempt() {
    attempts++;
  }

  int bytes() {
    return event.heapBytes();
  }
}
