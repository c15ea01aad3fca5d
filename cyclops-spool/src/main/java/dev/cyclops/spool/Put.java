/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.Event;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.Settlement;
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

  /** How often it was tried before, elsewhere. */
  final int attempts;

  /** How it is there from the first. */
  final Settlement state;

  final CompletableFuture<PutResult> stage = new CompletableFuture<>();

  /** What was given up for it. */
  Drops drops = new Drops();

  /** Where it is on the disk; null when it was refused. */
  @Nullable Entry entry;

  private final AtomicBoolean decided = new AtomicBoolean();

  Put(Event event, byte[] frame, int attempts, Settlement state) {
    this.event = event;
    this.frame = frame;
    this.attempts = attempts;
    this.state = state;
  }

  /** Forgets what was done for it in vain. */
  void begin() {
    entry = null;
    drops = new Drops();
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

  /** Whether it may be sent at once, as if it had just come. */
  boolean isReady() {
    return attempts == 0 && state instanceof Settlement.GiveBack;
  }

  long cost() {
    return Entry.cost(frame.length);
  }
}
