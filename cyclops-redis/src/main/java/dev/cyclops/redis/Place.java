/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Shards that come and go together: all of them, or each for itself in a cluster. What is asked of
 * one is done in order, wherever it moves to: never is more than one batch of it on its way.
 * Guarded by the {@link Dispatch}.
 */
final class Place {
  /** Whose keys are used to try it. */
  final int shard;

  final int shards;
  final Health health;
  final ArrayDeque<Command> waiting = new ArrayDeque<>();
  long waitingBytes;

  /** Whether it answers; may be read by anybody. */
  volatile boolean up = true;

  /** Something of it was answered, ever. */
  volatile boolean proven;

  /** Whose it is; null while nobody is known to have it. */
  @Nullable Lane lane;

  /** When it went. */
  long goneNanos;

  /** A batch of it is on its way. */
  boolean busy;

  /** When those that wait may be sent. */
  long notBeforeNanos;

  Place(int shard, int shards, Health health, long nowNanos) {
    this.shard = shard;
    this.shards = shards;
    this.health = health;
    this.notBeforeNanos = nowNanos;
  }

  void append(Command command) {
    waiting.addLast(command);
    waitingBytes += command.bytes;
  }

  void putBack(Command command) {
    waiting.addFirst(command);
    waitingBytes += command.bytes;
  }

  Command removeFirst() {
    Command command = waiting.removeFirst();
    waitingBytes -= command.bytes;
    return command;
  }

  void clear() {
    waiting.clear();
    waitingBytes = 0;
  }

  /** Whether the lane has nothing to send for it. */
  boolean isIdleOf(Lane asking) {
    return lane == asking && !busy && waiting.isEmpty();
  }

  boolean hasWaitingFor(Lane asking) {
    return !waiting.isEmpty() && next() == asking;
  }

  /** Who has to send what comes next. */
  @Nullable Lane next() {
    Command head = waiting.peekFirst();
    return head != null && head.via != null ? head.via : lane;
  }

  /** Lets whoever has to send what comes next look. */
  void wake() {
    Lane sender = next();
    if (sender != null) {
      sender.work.signal();
    }
  }
}
