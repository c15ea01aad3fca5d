/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.event.Event;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Gives the events of an instance their names, in the order of arrival. Thread-safe. */
final class EventNames {
  private static final int INSTANCE_BYTES = 6;
  private static final long PLACES = 1L << 48;

  private final byte[] instance = new byte[INSTANCE_BYTES];

  /** Those of an instance that is opened later are higher, also within a millisecond. */
  private final AtomicLong place = new AtomicLong(System.currentTimeMillis() * 1000);

  EventNames() {
    new SecureRandom().nextBytes(instance);
  }

  /** Tells this instance from any other; not to be changed. */
  byte[] instance() {
    return instance;
  }

  byte[] next(Event event, long ageFromMillis) {
    long own = place.getAndIncrement() & (PLACES - 1);
    return EventName.of(
        event.project(), event.category(), Math.max(0, ageFromMillis), own, instance);
  }
}
