/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.event.Event;
import dev.cyclops.redis.Shards;
import dev.cyclops.storage.Delivery;
import java.nio.ByteBuffer;

/** One leasing of an event. Its end is guarded by the lock of the picture. */
final class RedisDelivery implements Delivery {
  final byte[] name;

  /** Whose lease it is: never given twice. */
  final byte[] token;

  final int shard;
  final long cost;
  private final Event event;
  private final int attempts;
  private boolean ended;

  RedisDelivery(byte[] name, byte[] token, long cost, Event event, int attempts) {
    this.name = name;
    this.token = token;
    this.cost = cost;
    this.event = event;
    this.attempts = attempts;
    shard = Shards.of(EventName.project(name));
  }

  @Override
  public Event event() {
    return event;
  }

  @Override
  public int attempts() {
    return attempts;
  }

  /** The event's name, to be looked up by. */
  ByteBuffer key() {
    return ByteBuffer.wrap(name);
  }

  /** Ends it; false when it had ended before. */
  boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  boolean isEnded() {
    return ended;
  }
}
