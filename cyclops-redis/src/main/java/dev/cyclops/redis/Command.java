/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One script that somebody waits for. Is answered once, by whoever comes first: the lane that read
 * the answer, or the watchdog.
 */
final class Command {
  final Script script;
  final Place place;
  final List<byte[]> keys;
  final List<byte[]> args;
  final long bytes;
  final long deadlineNanos;

  /** Only tries whether the place does its work; nobody waits for it. */
  final boolean probe;

  final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
  private final Load load;
  private final AtomicBoolean answered = new AtomicBoolean();

  /** Counts among what is asked and not answered. */
  private boolean admitted;

  // Of the lane that has it in hand, and of the dispatch while none has.

  /** Its text has to be sent, as its hash may not be known there. */
  boolean withText;

  /** Where it is to be asked for this once, while its slot moves. */
  @Nullable Lane via;

  /** What kept it from being done, last. */
  @Nullable Refusal refusal;

  int repeats;

  Command(
      Script script,
      Place place,
      List<byte[]> keys,
      List<byte[]> args,
      long deadlineNanos,
      boolean probe,
      Load load) {
    this.script = script;
    this.place = place;
    this.keys = keys;
    this.args = args;
    this.deadlineNanos = deadlineNanos;
    this.probe = probe;
    this.load = load;
    this.bytes = size(keys) + size(args);
    this.withText = probe;
  }

  private static long size(List<byte[]> parts) {
    long sum = 0;
    for (byte[] part : parts) {
      sum += part.length;
    }
    return sum;
  }

  void admit() {
    admitted = true;
    load.begin(this);
  }

  boolean isAnswered() {
    return answered.get();
  }

  void succeed(@Nullable Object value) {
    if (claim()) {
      answer.complete(value);
    }
  }

  void fail(RedisException why) {
    if (claim()) {
      if (!probe) {
        load.failed();
      }
      answer.completeExceptionally(why);
    }
  }

  private boolean claim() {
    if (!answered.compareAndSet(false, true)) {
      return false;
    }
    if (admitted) {
      load.end(this);
    }
    return true;
  }
}
