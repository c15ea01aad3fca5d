/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The first look at each shard, which is repeated until it answers: nothing is put before, so that
 * what was there is accounted for once. The first instance does so; others that are alive account
 * for what they put.
 */
final class Opening {
  private final QueueChannel channel;
  private final QueuePicture picture;
  private final Registry registry;
  private volatile boolean registered;
  private boolean first;
  private final boolean[] open = new boolean[Shards.COUNT];

  Opening(QueueChannel channel, QueuePicture picture, Registry registry) {
    this.channel = channel;
    this.picture = picture;
    this.registry = registry;
  }

  /** Waits for Redis; to be repeated every few seconds. */
  void open() {
    long others = Answers.orElse(registry.open(), -1L);
    if (others < 0) {
      return;
    }
    if (!registered) {
      first = others == 0;
      registered = true;
    }
    List<CompletionStage<?>> asked = new ArrayList<>();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (!isOpen(shard)) {
        asked.add(open(shard));
      }
    }
    asked.forEach(each -> Answers.orElse(each.thenApply(answer -> true), false));
  }

  private CompletionStage<?> open(int shard) {
    return channel.survey(shard).thenApply(answer -> opened(shard, answer.totals()));
  }

  private boolean opened(int shard, ShardTotals found) {
    synchronized (picture) {
      if (first && !open[shard]) {
        picture.books.recovered += found.ready() + found.waiting() + found.leased() + found.dead();
        picture.books.deadTotal += found.dead();
      }
      open[shard] = true;
    }
    return true;
  }

  boolean isOpen(int shard) {
    synchronized (picture) {
      return open[shard];
    }
  }

  CompletionStage<Long> close() {
    return registry.close();
  }
}
