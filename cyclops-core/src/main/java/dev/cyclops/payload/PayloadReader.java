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
}
