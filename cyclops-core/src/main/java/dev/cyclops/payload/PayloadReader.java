/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.event.Event;

/** SKELETON: reads bodies. */
public final class PayloadReader {
  public PayloadReader(int maxEventBytes, int maxEnvelopeBytes) {}

  public Content read(Event event) throws UnreadableBodyException {
    return new Content(null, dev.cyclops.event.DataCategory.ERROR, null, null, 0, false);
  }

  public static dev.cyclops.event.@org.jspecify.annotations.Nullable EventId findEventId(
      dev.cyclops.event.Payload payload) {
    return null;
  }
}
