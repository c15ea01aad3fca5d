/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.Shards;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Leases whose answer was lost: Redis may have given them, and nobody has the events in hand. They
 * are given back when Redis is there again, rather than when they run out. Thread-safe.
 */
final class UnsureLeases {
  /** Beyond this they run out. */
  private static final int MAX_KEPT = 1000;

  /** A Redis that froze may do what it was asked after it was told that it never mattered. */
  private static final long WATCH_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final class Unheard {
    private final int shard;
    private final byte[] token;
    private final long sinceNanos;

    Unheard(int shard, byte[] token, long sinceNanos) {
      this.shard = shard;
      this.token = token;
      this.sinceNanos = sinceNanos;
    }
  }

  private final QueueChannel channel;
  private final IntPredicate isUp;
  private final Deque<Unheard> unheard = new ArrayDeque<>();

  UnsureLeases(QueueChannel channel, IntPredicate isUp) {
    this.channel = channel;
    this.isUp = isUp;
  }

  synchronized void add(int shard, byte[] token, long nowNanos) {
    if (unheard.size() < MAX_KEPT) {
      unheard.add(new Unheard(shard, token, nowNanos));
    }
  }

  /**
   * Waits for Redis.
   *
   * @return how many events are ready again
   */
  long giveBack(long nowNanos) {
    long given = 0;
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      List<Unheard> some = isUp.test(shard) ? of(shard) : List.of();
      if (!some.isEmpty()) {
        List<byte[]> tokens = some.stream().map(each -> each.token).toList();
        long back =
            Answers.orElse(
                channel.ask(shard, QueueScript.UNLEASE, tokens, answer -> answer.number()), -1L);
        if (back >= 0) {
          given += back;
          forget(some, nowNanos);
        }
      }
    }
    return given;
  }

  private synchronized List<Unheard> of(int shard) {
    List<Unheard> some = new ArrayList<>();
    for (Unheard each : unheard) {
      if (each.shard == shard) {
        some.add(each);
      }
    }
    return some;
  }

  private synchronized void forget(List<Unheard> told, long nowNanos) {
    unheard.removeIf(each -> told.contains(each) && nowNanos - each.sinceNanos >= WATCH_NANOS);
  }
}
