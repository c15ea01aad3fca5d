/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;

/**
 * An event that a storage has leased to the sending loop. It ends in exactly one {@link
 * Storage#settle}; a storage implements this with what it needs to find the event again.
 */
public interface Delivery {
  /**
   * The event to send.
   *
   * @return the event, with its project, key and category settled
   */
  Event event();

  /**
   * How often it has been tried before and counted as an attempt.
   *
   * @return 0 for the first time
   */
  int attempts();
}
