/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.RedisException;
import dev.cyclops.redis.Shards;
import dev.cyclops.storage.DropListener;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.ShedPlan;
import dev.cyclops.storage.ShedReason;
import dev.cyclops.storage.ShedTier;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes room for puts that found none, one after the other, in a thread that may wait: looks at all
 * shards, plans, gives up, and puts. One at a time.
 */
final class RoomMaker {
  /** Others may take what was freed; then it is tried again. */
  private static final int MAX_ROUNDS = 8;

  private static final int MAX_VICTIMS = 1000;

  private final QueueChannel channel;
  private final QueuePicture picture;
  private final Puts puts;
  private final Settlements settlements;
  private final DeadBounds dead;
  private final Expiry expiry;
  private final InstantSource clock;
  private final long maxBytes;

  /** Beyond what is needed, so that not every put has to make room. */
  private final long spareBytes;

  private final Supplier<DropListener> listener;

  RoomMaker(
      QueueChannel channel,
      QueuePicture picture,
      Puts puts,
      Settlements settlements,
      DeadBounds dead,
      Expiry expiry,
      InstantSource clock,
      long maxBytes,
      Supplier<DropListener> listener) {
    this.channel = channel;
    this.picture = picture;
    this.puts = puts;
    this.settlements = settlements;
    this.dead = dead;
    this.expiry = expiry;
    this.clock = clock;
    this.maxBytes = maxBytes;
    spareBytes = maxBytes / 256;
    this.listener = listener;
  }

  /** Puts one that has found no room, if there is any to be made. */
  PutResult put(Put put) {
    Drops dropped = new Drops();
    boolean stored;
    try {
      stored = putWithRoom(put, dropped);
    } finally {
      dropped.tell(listener.get());
    }
    return dropped.result(stored);
  }

  private boolean putWithRoom(Put put, Drops dropped) {
    settlements.sendAll();
    expiry.sweep(clock.millis(), dropped);
    synchronized (picture) {
      picture.hold(put.cost());
    }
    try {
      ShedTier tier = ShedTier.of(put.event.category());
      for (int round = 0; round < MAX_ROUNDS; round++) {
        if (!makeRoom(put.event.project(), tier, put.cost(), null, dropped)) {
          return false;
        }
        if (QueueChannel.await(puts.putAtOnce(put))) {
          return true;
        }
      }
      return false;
    } finally {
      synchronized (picture) {
        picture.hold(-put.cost());
      }
    }
  }

  /**
   * Makes room wholly, or gives up nothing.
   *
   * @param last what may be given up, up to which tier
   * @param keep a dead letter that the room is for; null when there is none
   */
  boolean makeRoom(long project, ShedTier last, long cost, @Nullable LetterId keep, Drops dropped) {
    survey();
    ShedPlan plan;
    long missing;
    synchronized (picture) {
      picture.looked();
      missing = picture.missingFor(cost);
      if (missing <= 0) {
        return true;
      }
      plan = new ShedPlan(picture.projects(), project, last, maxBytes);
      if (missing - picture.deadBytes() > plan.payable(missing)) {
        return false;
      }
    }
    missing -= dead.free(missing, clock.millis(), keep);
    while (missing > 0) {
      ShedPlan.Victim victim;
      synchronized (picture) {
        victim = plan.next(missing, spareBytes);
      }
      if (victim == null) {
        return false;
      }
      long freed = shed(victim, dropped);
      if (freed == 0) {
        synchronized (picture) {
          plan.giveUpOn(victim);
        }
      }
      missing -= freed;
    }
    return true;
  }

  private void survey() {
    List<CompletionStage<ShardAnswer>> asked = new ArrayList<>();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      asked.add(channel.survey(shard));
    }
    RedisException failure = null;
    for (CompletionStage<ShardAnswer> each : asked) {
      try {
        QueueChannel.await(each);
      } catch (RedisException e) {
        // The others can still make room.
        failure = e;
      }
    }
    if (failure != null && asked.stream().allMatch(RoomMaker::isFailed)) {
      throw failure;
    }
  }

  private static boolean isFailed(CompletionStage<?> stage) {
    return stage.toCompletableFuture().isCompletedExceptionally();
  }

  private byte[] categories(ShedPlan.Victim victim) {
    synchronized (picture) {
      Project project = picture.projects().get(victim.project());
      return project == null ? new byte[0] : project.codes(victim.tier());
    }
  }

  private long shed(ShedPlan.Victim victim, Drops dropped) {
    int shard = Shards.of(victim.project());
    List<byte[]> args =
        List.of(
            ByteBuffer.allocate(Long.BYTES).putLong(victim.project()).array(),
            categories(victim),
            QueueChannel.text(victim.bytes()),
            QueueChannel.text(MAX_VICTIMS),
            QueueChannel.text(expiry.cutoffMillis(clock.millis())));
    CompletionStage<Long> freed =
        channel.ask(
            shard,
            QueueScript.SHED,
            args,
            answer -> {
              List<?> results = answer.results();
              ShedReason reason = victim.tier().reason();
              picture.books.shed += ShardAnswer.dropped(dropped, results.get(1), reason);
              picture.books.expired +=
                  ShardAnswer.dropped(dropped, results.get(2), ShedReason.EXPIRED);
              return ShardAnswer.number(results.get(0));
            });
    return Answers.orElse(freed, 0L);
  }
}
