/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.Shards;
import dev.cyclops.storage.Settlement;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Tells Redis how deliveries ended, several at once; what it could not be told is told again when
 * it is back. Bounded by what was leased. Thread-safe.
 */
final class Settlements {
  private static final int MAX_BATCH = 256;

  private final QueueChannel channel;
  private final QueuePicture picture;
  private final InHand inHand;
  private final InstantSource clock;
  private final long maxDeadBytes;
  private final long leaseNanos;
  private final List<Deque<Settling>> queues = new ArrayList<>();
  private final int[] inFlight = new int[Shards.COUNT];

  Settlements(
      QueueChannel channel,
      QueuePicture picture,
      InHand inHand,
      InstantSource clock,
      long maxDeadBytes,
      long leaseNanos) {
    this.channel = channel;
    this.picture = picture;
    this.inHand = inHand;
    this.clock = clock;
    this.maxDeadBytes = maxDeadBytes;
    this.leaseNanos = leaseNanos;
    for (int i = 0; i < Shards.COUNT; i++) {
      queues.add(new ArrayDeque<>());
    }
  }

  void settle(RedisDelivery delivery, Settlement settlement) {
    Settling settling = Settling.of(delivery, settlement, clock.millis());
    boolean idle;
    synchronized (picture) {
      idle = add(settling);
    }
    if (idle) {
      send(delivery.shard);
    }
  }

  /** Sets aside what cannot be read. */
  void lose(RedisDelivery delivery) {
    synchronized (picture) {
      add(Settling.lost(delivery));
    }
    send(delivery.shard);
  }

  /** True when nothing of that shard is on its way: then it is to be sent at once. */
  private boolean add(Settling settling) {
    if (!inHand.end(settling.delivery)) {
      picture.books.late++;
      return false;
    }
    count(settling, 1);
    picture.coming(settling.delivery.name, settling.change, 1);
    queues.get(settling.delivery.shard).add(settling);
    return inFlight[settling.delivery.shard] == 0;
  }

  private void count(Settling settling, int sign) {
    picture.books.done += settling.isDone() ? sign : 0;
    picture.books.deadTotal += settling.isDead() ? sign : 0;
  }

  /** Sends all that waits to be sent, before whatever is asked next. */
  void sendAll() {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      // None waits for the answer to those before. What fails at once is there again: no more
      // than once each.
      for (int batches = batches(shard); batches > 0; batches--) {
        send(shard);
      }
    }
  }

  private int batches(int shard) {
    synchronized (picture) {
      return (queues.get(shard).size() + MAX_BATCH - 1) / MAX_BATCH;
    }
  }

  /** As {@link #sendAll}; complete when Redis has answered, whatever. */
  CompletionStage<?> flush() {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      all.add(send(shard).toCompletableFuture());
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  private CompletionStage<?> send(int shard) {
    List<Settling> batch = new ArrayList<>();
    List<byte[]> args = new ArrayList<>();
    synchronized (picture) {
      Deque<Settling> queue = queues.get(shard);
      args.add(QueueChannel.text(clock.millis()));
      long others = picture.deadBytes() - picture.shard(shard).said.deadBytes();
      args.add(QueueChannel.text(Math.max(0, maxDeadBytes - others)));
      while (batch.size() < MAX_BATCH && !queue.isEmpty()) {
        Settling settling = queue.remove();
        settling.addTo(args);
        batch.add(settling);
      }
      if (batch.isEmpty()) {
        return CompletableFuture.completedFuture(null);
      }
      inFlight[shard]++;
    }
    return channel
        .ask(shard, QueueScript.SETTLE, args, answer -> settled(shard, batch, answer))
        .handle((more, failure) -> failure == null ? more : keep(shard, batch))
        .thenCompose(more -> more ? send(shard) : CompletableFuture.completedFuture(null));
  }

  /** Whether more has come meanwhile. */
  private boolean settled(int shard, List<Settling> batch, ShardAnswer answer) {
    inFlight[shard]--;
    List<?> ended = answer.results();
    for (int i = 0; i < batch.size(); i++) {
      Settling settling = batch.get(i);
      picture.coming(settling.delivery.name, settling.change, -1);
      if (ShardAnswer.number(ended.get(i)) == 0 && !wasToldBefore(settling)) {
        count(settling, -1);
        picture.books.late++;
      }
    }
    return !queues.get(shard).isEmpty();
  }

  /** Whether it had its effect when it was told for the first time, as its lease still stood. */
  private boolean wasToldBefore(Settling settling) {
    return settling.toldAtNanos != 0 && System.nanoTime() - settling.toldAtNanos < leaseNanos;
  }

  private boolean keep(int shard, List<Settling> batch) {
    synchronized (picture) {
      inFlight[shard]--;
      for (int i = batch.size() - 1; i >= 0; i--) {
        Settling settling = batch.get(i);
        if (settling.toldAtNanos == 0) {
          settling.toldAtNanos = System.nanoTime() | 1;
        }
        queues.get(shard).addFirst(settling);
      }
    }
    return false;
  }
}
