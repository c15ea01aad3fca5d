/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

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

  /** Looks when the last look was a while ago. */
  void soon() {
    long last = lookedAtNanos.get();
    long now = System.nanoTime();
    if (now - last >= AGAIN_NANOS && lookedAtNanos.compareAndSet(last, now)) {
      look();
    }
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
              boolean news = !before && hasReady();
              if (news) {
                channel.answering(onReady);
              }
              return news;
            });
  }

  private boolean hasReady() {
    synchronized (picture) {
      return picture.hasReady();
    }
  }
}
