/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.RedisException;
import dev.cyclops.redis.Shards;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first look at each shard, which is repeated until it answers: nothing is put before, so that
 * what was there is accounted for once. The first instance does so; others that are alive account
 * for what they put.
 */
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(RedisStorage.class);

  private final QueueChannel channel;
  private final QueuePicture picture;
  private final Registry registry;
  private volatile boolean registered;

  /** Why it could not be opened of late; null when it could. */
  private volatile @Nullable RedisException why;

  private boolean first;
  private final boolean[] open = new boolean[Shards.COUNT];

  Opening(QueueChannel channel, QueuePicture picture, Registry registry) {
    this.channel = channel;
    this.picture = picture;
    this.registry = registry;
  }

  /** Waits for Redis; to be repeated every few seconds. */
  void open() {
    long others;
    try {
      others = QueueChannel.await(registry.open());
    } catch (RedisException e) {
      refused(e);
      return;
    }
    synchronized (picture) {
      picture.instances(others + 1);
    }
    why = null;
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
    if (!asked.isEmpty()) {
      synchronized (picture) {
        picture.looked();
      }
    }
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

  /** An outage the link tells of; what does not pass by itself is told here, once. */
  private void refused(RedisException failure) {
    RedisException before = why;
    if (failure.kind() != RedisException.Kind.UNAVAILABLE
        && (before == null || before.kind() != failure.kind())) {
      LOG.warn("The queue in Redis cannot be opened: {}", failure.getMessage());
    }
    why = failure;
  }

  /** Why a shard is not open. */
  RedisException whyNot() {
    RedisException failure = why;
    return failure == null
        ? new RedisException(RedisException.Kind.UNAVAILABLE, "Redis is away", null)
        : failure;
  }

  boolean isOpen(int shard) {
    synchronized (picture) {
      return open[shard];
    }
  }

  boolean isAnyOpen(IntPredicate isUp) {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (isUp.test(shard) && isOpen(shard)) {
        return true;
      }
    }
    return false;
  }

  CompletionStage<Long> close() {
    return registry.close();
  }
}
