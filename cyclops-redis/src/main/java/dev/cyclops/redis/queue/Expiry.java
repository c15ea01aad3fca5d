/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.Shards;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.ShedReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Drops what is too old and not in hand: about once a second by the clock, and only in shards that
 * * may have something.
 */
final class Expiry {
  private static final long EVERY_MILLIS = 1000;
  private static final int MAX_AT_ONCE = 500;

  private final QueueChannel channel;
  private final QueuePicture picture;
  private final long maxAgeMillis;

  /** Nothing in that shard is older, as far as a look tells. Guarded by the lock of the picture. */
  private final long[] oldestMillis = new long[Shards.COUNT];

  private final AtomicLong lookedAtMillis = new AtomicLong();

  Expiry(QueueChannel channel, QueuePicture picture, long maxAgeMillis) {
    this.channel = channel;
    this.picture = picture;
    this.maxAgeMillis = maxAgeMillis;
  }

  /** Events that are older have expired. */
  long cutoffMillis(long nowMillis) {
    return Math.max(0, nowMillis - maxAgeMillis);
  }

  /** Waits for Redis where something may have expired. */
  void sweep(long nowMillis, Drops dropped) {
    long before = lookedAtMillis.get();
    // Also when the clock was set back.
    boolean time = nowMillis - before >= EVERY_MILLIS || nowMillis < before;
    if (!time || !lookedAtMillis.compareAndSet(before, nowMillis)) {
      return;
    }
    long cutoff = cutoffMillis(nowMillis);
    List<Integer> shards = new ArrayList<>();
    synchronized (picture) {
      for (int shard = 0; shard < Shards.COUNT; shard++) {
        if (oldestMillis[shard] < cutoff && picture.shard(shard).holdsAtHand()) {
          shards.add(shard);
        }
      }
    }
    while (!shards.isEmpty()) {
      List<CompletionStage<Boolean>> asked = new ArrayList<>();
      for (int shard : shards) {
        asked.add(expire(shard, cutoff, nowMillis, dropped));
      }
      List<Integer> again = new ArrayList<>();
      for (int i = 0; i < asked.size(); i++) {
        if (Answers.orElse(asked.get(i), false)) {
          again.add(shards.get(i));
        }
      }
      shards = again;
    }
  }

  private CompletionStage<Boolean> expire(int shard, long cutoff, long nowMillis, Drops dropped) {
    List<byte[]> args =
        List.of(
            ByteBuffer.allocate(Long.BYTES).putLong(cutoff).array(),
            QueueChannel.text(MAX_AT_ONCE));
    return channel.ask(
        shard,
        QueueScript.EXPIRE,
        args,
        answer -> {
          List<?> results = answer.results();
          picture.books.expired += ShardAnswer.dropped(dropped, results.get(1), ShedReason.EXPIRED);
          long oldest = ShardAnswer.number(results.get(0));
          // What others put from now on has arrived from now on.
          oldestMillis[shard] = oldest < 0 ? 0 : Math.min(oldest, nowMillis);
          return oldest < 0;
        });
  }
}
