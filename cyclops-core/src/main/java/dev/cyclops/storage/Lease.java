/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;

/**
 * One leasing of an event in memory: a settlement ends this one, and never a later leasing of the
 * same event. Guarded by the lock of its storage.
 */
final class Lease implements Delivery {
  final StoredEvent stored;
  private final int attempts;
  private boolean ended;

  Lease(StoredEvent stored) {
    this.stored = stored;
    attempts = stored.attempts();
  }

  @Override
  public Event event() {
    return stored.event();
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
