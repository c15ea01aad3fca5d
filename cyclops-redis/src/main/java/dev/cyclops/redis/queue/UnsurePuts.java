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
import java.util.function.IntPredicate;

/**
 * Puts that were told to have failed, although Redis may have done them before it fell silent: they
 * are taken back when it is there again, since whoever put them keeps them elsewhere. What another
 * instance has in hand by then counts as found. Thread-safe.
 */
final class UnsurePuts {
  private static final int MAX_BATCH = 256;

  /** Beyond this some may be sent twice. */
  private static final int MAX_KEPT = 100_000;

  private final QueueChannel channel;
  private final QueuePicture picture;
  private final IntPredicate isUp;
  private final List<Deque<byte[]>> names = new ArrayList<>();
  private int kept;

  UnsurePuts(QueueChannel channel, QueuePicture picture, IntPredicate isUp) {
    this.channel = channel;
    this.picture = picture;
    this.isUp = isUp;
    for (int i = 0; i < Shards.COUNT; i++) {
      names.add(new ArrayDeque<>());
    }
  }

  synchronized void add(Put put) {
    if (kept < MAX_KEPT) {
      kept++;
      names.get(put.shard).add(put.name);
    }
  }

  private synchronized void add(int shard, List<byte[]> again) {
    kept += again.size();
    names.get(shard).addAll(again);
  }

  private synchronized List<byte[]> take(int shard) {
    List<byte[]> batch = new ArrayList<>();
    Deque<byte[]> own = names.get(shard);
    while (!own.isEmpty() && batch.size() < MAX_BATCH) {
      batch.add(own.remove());
    }
    kept -= batch.size();
    return batch;
  }

  /** Waits for Redis. */
  void takeBack() {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      boolean more = isUp.test(shard);
      while (more) {
        List<byte[]> batch = take(shard);
        more = !batch.isEmpty() && takeBack(shard, batch) && batch.size() == MAX_BATCH;
      }
    }
  }

  private boolean takeBack(int shard, List<byte[]> batch) {
    boolean told =
        Answers.orElse(
            channel.ask(
                shard,
                QueueScript.REVOKE,
                batch,
                answer -> {
                  picture.books.recovered += answer.number();
                  return true;
                }),
            false);
    if (!told) {
      add(shard, batch);
    }
    return told;
  }
}
