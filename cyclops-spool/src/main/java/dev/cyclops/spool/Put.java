/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.Event;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.PutResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to the disk. One of two says what becomes of it: who has it on the disk, or
 * who has waited for that too long.
 */
final class Put {
  final Event event;
  final byte[] frame;
  final CompletableFuture<PutResult> stage = new CompletableFuture<>();
  final Drops drops = new Drops();

  /** Where it is on the disk; null when it was refused. */
  @Nullable Entry entry;

  private final AtomicBoolean decided = new AtomicBoolean();

  Put(Event event, byte[] frame) {
    this.event = event;
    this.frame = frame;
  }

  /** False when somebody else has decided before. */
  boolean decide() {
    return decided.compareAndSet(false, true);
  }

  boolean isDecided() {
    return decided.get();
  }

  /** Nothing is to be found of it, unless it was decided before. */
  void giveUp(Throwable why) {
    if (decide()) {
      stage.completeExceptionally(why);
    }
  }

  long cost() {
    return Entry.cost(frame.length);
  }
}
