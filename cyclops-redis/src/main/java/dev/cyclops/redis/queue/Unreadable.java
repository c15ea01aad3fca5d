/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.event.Event;
import dev.cyclops.event.Route;

/** In place of an event whose frame cannot be read; is never handed out. */
final class Unreadable {
  static final Event EVENT = Event.builder(Route.STORE).build();

  private Unreadable() {}
}
