/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.Shards;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at all shards, for what others have done. Never waits. Thread-safe. */
final class Look {
  /** As often at the most where nobody tells that there is something new. */
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final QueueChannel channel;
  private final QueuePicture picture;
  private final Runnable onReady;
  private final AtomicLong lookedAtNanos = new AtomicLong(System.nanoTime());

  Look(QueueChannel channel, QueuePicture picture, Runnable onReady) {
    this.channel = channel;
    this.picture = picture;
    this.onReady = onReady;
  }

  /**
   * When the last look was a while ago, asks each shard for one number, and looks at those where it
   * is another one than it was. What that does not tell the next look at all of them does.
   */
  void soon() {
    long last = lookedAtNanos.get();
    long now = System.nanoTime();
    if (now - last < AGAIN_NANOS || !lookedAtNanos.compareAndSet(last, now)) {
      return;
    }
    boolean before = hasReady();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      lookIfChanged(shard, before);
    }
  }

  private void lookIfChanged(int shard, boolean before) {
    channel
        .glance(shard)
        .thenCompose(
            ready -> {
              long known;
              synchronized (picture) {
                known = picture.shard(shard).said.ready();
              }
              return ready == known
                  ? CompletableFuture.completedFuture(false)
                  : channel.survey(shard).thenApply(answer -> tell(before));
            })
        .exceptionally(failure -> false);
  }

  private boolean tell(boolean before) {
    boolean news = !before && hasReady();
    if (news) {
      channel.answering(onReady);
    }
    return news;
  }

  /** Complete when all have answered, or one could not. */
  CompletionStage<?> look() {
    lookedAtNanos.set(System.nanoTime());
    boolean before = hasReady();
    CompletableFuture<?>[] all = new CompletableFuture<?>[Shards.COUNT];
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      all[shard] = channel.survey(shard).toCompletableFuture();
    }
    return CompletableFuture.allOf(all)
        .handle(
            (answers, failure) -> {
              synchronized (picture) {
                picture.looked();
              }
              return tell(before);
            });
  }

  private boolean hasReady() {
    synchronized (picture) {
      return picture.hasReady();
    }
  }
}
