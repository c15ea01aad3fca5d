/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.Shards;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Forgets dead letters, those that died first: a day after their death, when they outgrow their
 * bound, and where there is no room for events that can still be sent. Thread-safe.
 */
final class DeadBounds {
  private static final long MAX_AGE_MILLIS = TimeUnit.HOURS.toMillis(24);
  private static final long MAX_BYTES = 64 << 20;
  private static final int MAX_AT_ONCE = 200;

  private final QueueChannel channel;
  private final QueuePicture picture;
  private final long maxBytes;

  DeadBounds(QueueChannel channel, QueuePicture picture, long maxBytes) {
    this.channel = channel;
    this.picture = picture;
    this.maxBytes = maxBytes(maxBytes);
  }

  /** How much dead letters may take of a storage with that bound. */
  static long maxBytes(long ofAll) {
    return Math.min(MAX_BYTES, ofAll / 8);
  }

  static long cutoffMillis(long nowMillis) {
    return Math.max(0, nowMillis - MAX_AGE_MILLIS);
  }

  boolean hasAged(long nowMillis) {
    synchronized (picture) {
      return !aged(nowMillis).isEmpty();
    }
  }

  private List<Integer> aged(long nowMillis) {
    return picture.shardsThat(shard -> shard.said.earliestDeathMillis() < cutoffMillis(nowMillis));
  }

  /** Forgets those that are too old; waits for Redis where there are some. */
  void forgetAged(long nowMillis) {
    boolean more = true;
    while (more) {
      List<Integer> shards;
      synchronized (picture) {
        shards = aged(nowMillis);
      }
      List<CompletionStage<Forgotten>> asked = new ArrayList<>();
      for (int shard : shards) {
        asked.add(forget(shard, 0, nowMillis, null));
      }
      more = false;
      for (CompletionStage<Forgotten> each : asked) {
        more |= Answers.orElse(each, Forgotten.NONE).letters == MAX_AT_ONCE;
      }
    }
  }

  /** Forgets what lies beyond the bound; waits for Redis where there is some. */
  void keepBound(long nowMillis) {
    long over;
    synchronized (picture) {
      over = picture.deadBytes() - maxBytes;
    }
    if (over > 0) {
      free(over, nowMillis, null);
    }
  }

  /** Forgets the oldest until so much is free; answers how much that was. */
  long free(long bytes, long nowMillis, @Nullable LetterId keep) {
    long freed = 0;
    boolean[] done = new boolean[Shards.COUNT];
    while (freed < bytes) {
      int shard = withEarliestDeath(done);
      if (shard < 0) {
        return freed;
      }
      byte[] kept = keep != null && keep.shard() == shard ? keep.member() : null;
      // One after the other, as long as other shards have some that may be older.
      Forgotten forgotten = Answers.orElse(forget(shard, 1, nowMillis, kept), Forgotten.NONE);
      freed += forgotten.bytes;
      done[shard] = forgotten.letters == 0;
    }
    return freed;
  }

  private int withEarliestDeath(boolean[] without) {
    int found = -1;
    long earliest = Long.MAX_VALUE;
    synchronized (picture) {
      for (int shard = 0; shard < Shards.COUNT; shard++) {
        long death = picture.shard(shard).said.earliestDeathMillis();
        if (death < earliest && !without[shard]) {
          earliest = death;
          found = shard;
        }
      }
    }
    return found;
  }

  private record Forgotten(long letters, long bytes) {
    private static final Forgotten NONE = new Forgotten(0, 0);
  }

  private CompletionStage<Forgotten> forget(
      int shard, long bytes, long nowMillis, byte @Nullable [] keep) {
    List<byte[]> args =
        List.of(
            QueueChannel.text(cutoffMillis(nowMillis)),
            QueueChannel.text(bytes),
            QueueChannel.text(MAX_AT_ONCE),
            keep == null ? new byte[0] : keep);
    return channel.ask(
        shard,
        QueueScript.FORGET,
        args,
        answer ->
            new Forgotten(
                ShardAnswer.number(answer.results().get(0)),
                ShardAnswer.number(answer.results().get(1))));
  }
}
