/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.event.Event;
import dev.cyclops.redis.Shards;
import dev.cyclops.storage.PutResult;
import java.util.concurrent.CompletableFuture;

/** An event on its way into Redis. Immutable, but for its stage. */
final class Put {
  final Event event;
  final byte[] name;
  final byte[] frame;
  final int shard;
  final CompletableFuture<PutResult> stage = new CompletableFuture<>();

  Put(Event event, byte[] name, byte[] frame) {
    this.event = event;
    this.name = name;
    this.frame = frame;
    shard = Shards.of(event.project());
  }

  /** What it may take at the most. */
  long cost() {
    return (long) frame.length + QueueScript.EVENT_BYTES + QueueScript.LINE_BYTES;
  }
}
