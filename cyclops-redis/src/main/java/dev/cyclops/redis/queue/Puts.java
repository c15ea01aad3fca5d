/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.RedisException;
import dev.cyclops.redis.Shards;
import dev.cyclops.storage.PutResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings events into Redis: one script call a shard at a time, with all that has come for it
 * meanwhile. What finds no room goes to whoever makes some. Thread-safe.
 */
final class Puts {
  private static final int MAX_BATCH = 128;
  private static final int MAX_BATCH_BYTES = 1 << 20;

  /** What waits for a shard. Guarded by itself. */
  private static final class Queue {
    private final Deque<Put> waiting = new ArrayDeque<>();
    private boolean sending;
  }

  private final QueueChannel channel;
  private final QueuePicture picture;
  private final Consumer<Put> noRoom;
  private final UnsurePuts unsure;
  private final Runnable onStored;
  private final List<Queue> queues = new ArrayList<>();

  Puts(
      QueueChannel channel,
      QueuePicture picture,
      UnsurePuts unsure,
      Consumer<Put> noRoom,
      Runnable onStored) {
    this.channel = channel;
    this.picture = picture;
    this.unsure = unsure;
    this.noRoom = noRoom;
    this.onStored = onStored;
    for (int i = 0; i < Shards.COUNT; i++) {
      queues.add(new Queue());
    }
  }

  void put(Put put) {
    Queue queue = queues.get(put.shard);
    synchronized (queue) {
      queue.waiting.add(put);
      if (queue.sending) {
        return;
      }
      queue.sending = true;
    }
    send(put.shard, queue);
  }

  private void send(int shard, Queue queue) {
    List<Put> batch = take(queue);
    if (batch.isEmpty()) {
      return;
    }
    long limit;
    long reserved;
    synchronized (picture) {
      limit = picture.limitOf(shard);
      // No more than there is room for, since the rest will be refused.
      long room = Math.max(0, limit - picture.shard(shard).bytes());
      reserved = Math.min(room, batch.stream().mapToLong(Put::cost).sum());
      picture.shard(shard).reserved += reserved;
    }
    ask(shard, batch, limit, reserved)
        .whenComplete(
            (stored, failure) -> {
              if (failure != null) {
                synchronized (picture) {
                  picture.shard(shard).reserved -= reserved;
                }
              }
              // First, so that the next ones are on their way while these are told.
              send(shard, queue);
              channel.answering(() -> tell(batch, stored, failure));
            });
  }

  private List<Put> take(Queue queue) {
    List<Put> batch = new ArrayList<>();
    long bytes = 0;
    synchronized (queue) {
      while (!queue.waiting.isEmpty() && batch.size() < MAX_BATCH && bytes < MAX_BATCH_BYTES) {
        Put put = queue.waiting.remove();
        bytes += put.frame.length;
        batch.add(put);
      }
      queue.sending = !batch.isEmpty();
    }
    return batch;
  }

  /** Puts one that there is room for, past those that wait. */
  CompletionStage<Boolean> putAtOnce(Put put) {
    long limit;
    synchronized (picture) {
      limit = picture.limitOf(put.shard) + put.cost();
    }
    return ask(put.shard, List.of(put), limit, 0)
        .whenComplete(
            (stored, failure) -> {
              if (failure != null) {
                rememberUnsure(List.of(put), QueueChannel.failure(failure));
              }
            })
        .thenApply(stored -> stored.get(0));
  }

  private CompletionStage<List<Boolean>> ask(
      int shard, List<Put> batch, long limit, long reserved) {
    List<byte[]> args = new ArrayList<>(1 + 2 * batch.size());
    args.add(QueueChannel.text(limit));
    for (Put put : batch) {
      args.add(put.name);
      args.add(put.frame);
    }
    return channel.ask(
        shard,
        QueueScript.PUT,
        args,
        answer -> {
          picture.shard(shard).reserved -= reserved;
          List<Boolean> stored = new ArrayList<>(batch.size());
          for (int i = 0; i < batch.size(); i++) {
            stored.add(ShardAnswer.number(answer.results().get(i)) == 1);
            picture.used(stored.get(i) ? batch.get(i).cost() : 0);
          }
          return stored;
        });
  }

  private void tell(List<Put> batch, @Nullable List<Boolean> stored, @Nullable Throwable failure) {
    if (stored == null) {
      RuntimeException why = QueueChannel.failure(failure);
      rememberUnsure(batch, why);
      batch.forEach(put -> put.stage.completeExceptionally(why));
      return;
    }
    if (stored.contains(true)) {
      onStored.run();
    }
    for (int i = 0; i < batch.size(); i++) {
      Put put = batch.get(i);
      if (stored.get(i)) {
        put.stage.complete(PutResult.accepted());
      } else {
        noRoom.accept(put);
      }
    }
  }

  /** Redis may have done it, and only failed to say so. */
  private void rememberUnsure(List<Put> batch, Throwable why) {
    if (why instanceof RedisException failure
        && failure.kind() == RedisException.Kind.UNAVAILABLE) {
      batch.forEach(unsure::add);
    }
  }
}
