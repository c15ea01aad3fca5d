/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.Event;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.PutResult;
import java.util.concurrent.CompletableFuture;

/** An event on its way to the disk. */
final class Put {
  final Event event;
  final byte[] frame;
  final CompletableFuture<PutResult> stage = new CompletableFuture<>();
  final Drops drops = new Drops();
  boolean stored;

  Put(Event event, byte[] frame) {
    this.event = event;
    this.frame = frame;
  }

  long cost() {
    return Entry.cost(frame.length);
  }
}
