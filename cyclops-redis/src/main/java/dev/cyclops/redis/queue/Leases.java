/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.event.BadFrameException;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventFrame;
import dev.cyclops.event.EventPool;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.ShedReason;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases events, projects in turn, from all shards at once. Thread-safe. */
final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(RedisStorage.class);
  private static final int MAX_WOKEN = 256;

  private final QueueChannel channel;
  private final QueuePicture picture;
  private final InHand inHand;
  private final Settlements settlements;
  private final Expiry expiry;
  private final IntPredicate isUp;
  private final UnsureLeases unsure;
  private final byte[] leaseMillis;
  private final byte[] instance;
  private final EventPool pool = new EventPool();

  /** How many tokens were given. Guarded by the lock of the picture. */
  private long tokens;

  Leases(
      QueueChannel channel,
      QueuePicture picture,
      InHand inHand,
      Settlements settlements,
      Expiry expiry,
      IntPredicate isUp,
      long leaseMillis,
      byte[] instance) {
    this.channel = channel;
    this.picture = picture;
    this.inHand = inHand;
    this.settlements = settlements;
    this.expiry = expiry;
    this.isUp = isUp;
    unsure = new UnsureLeases(channel, isUp);
    this.leaseMillis = QueueChannel.text(leaseMillis);
    this.instance = instance.clone();
  }

  /**
   * Waits for Redis: for one round trip, and one more where something has to be made ready first.
   */
  List<Delivery> lease(int max, boolean newest, Paused paused, long nowMillis, Drops dropped) {
    settlements.sendAll();
    expiry.sweep(nowMillis, dropped);
    wake(nowMillis);
    List<Delivery> deliveries = new ArrayList<>(Math.min(max, 16));
    // A second time when others were faster, of which the first answer tells.
    for (int round = 0; round < 2 && deliveries.size() < max; round++) {
      LeasePlan plan;
      synchronized (picture) {
        plan = picture.plan(max - deliveries.size(), paused, isUp);
      }
      if (plan.turns().isEmpty()) {
        break;
      }
      deliveries.addAll(lease(plan, newest, nowMillis, dropped));
    }
    return deliveries;
  }

  /** Makes ready whose time has come, and whose lease has run out. */
  void wake(long nowMillis) {
    List<Integer> due;
    do {
      long nowNanos = System.nanoTime();
      synchronized (picture) {
        due = picture.shardsThat(shard -> shard.isDue(nowMillis, nowNanos));
      }
      List<CompletionStage<Boolean>> asked = new ArrayList<>();
      for (int shard : due) {
        asked.add(wake(shard, nowMillis));
      }
      boolean more = false;
      for (CompletionStage<Boolean> each : asked) {
        more |= Answers.orElse(each, false);
      }
      due = more ? due : List.of();
    } while (!due.isEmpty());
  }

  /** Whether there may be more. */
  CompletionStage<Boolean> wake(int shard, long nowMillis) {
    List<byte[]> args = List.of(QueueChannel.text(nowMillis), QueueChannel.text(MAX_WOKEN));
    return channel.ask(
        shard,
        QueueScript.WAKE,
        args,
        answer ->
            answer.results().stream().anyMatch(count -> ShardAnswer.number(count) == MAX_WOKEN));
  }

  private List<Delivery> lease(LeasePlan plan, boolean newest, long nowMillis, Drops dropped) {
    Map<Integer, List<LeasePlan.Share>> byShard = new TreeMap<>();
    for (LeasePlan.Share share : plan.shares()) {
      if (share.count() > 0) {
        byShard.computeIfAbsent(share.project.shard, shard -> new ArrayList<>()).add(share);
      }
    }
    List<CompletionStage<List<?>>> asked = new ArrayList<>();
    List<byte[]> tokensOf = new ArrayList<>();
    byShard.forEach(
        (shard, shares) -> {
          byte[] token = token();
          tokensOf.add(token);
          asked.add(ask(shard, shares, token, newest, nowMillis, dropped));
        });
    Map<Long, Queue<RedisDelivery>> byProject = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      for (RedisDelivery each :
          deliveries(Answers.orElse(asked.get(i), List.of()), tokensOf.get(i))) {
        byProject.computeIfAbsent(EventName.project(each.name), id -> new ArrayDeque<>()).add(each);
      }
    }
    List<Delivery> inTurn = new ArrayList<>();
    for (Project project : plan.turns()) {
      Queue<RedisDelivery> own = byProject.get(project.id);
      if (own != null && !own.isEmpty()) {
        inTurn.add(own.remove());
      }
    }
    return inTurn;
  }

  private CompletionStage<List<?>> ask(
      int shard,
      List<LeasePlan.Share> shares,
      byte[] token,
      boolean newest,
      long nowMillis,
      Drops dropped) {
    List<byte[]> args = new ArrayList<>(4 + 3 * shares.size());
    args.add(QueueChannel.text(expiry.cutoffMillis(nowMillis)));
    args.add(leaseMillis);
    args.add(token);
    args.add(QueueChannel.text(newest ? 1 : 0));
    for (LeasePlan.Share share : shares) {
      args.add(ByteBuffer.allocate(Long.BYTES).putLong(share.project.id).array());
      args.add(QueueChannel.text(share.count()));
      args.add(share.categories);
    }
    CompletionStage<List<?>> leased =
        channel.ask(
            shard,
            QueueScript.LEASE,
            args,
            answer -> {
              List<?> results = answer.results();
              picture.books.expired +=
                  ShardAnswer.dropped(dropped, results.get(1), ShedReason.EXPIRED);
              return ShardAnswer.list(results.get(0));
            });
    return leased.whenComplete(
        (events, failure) -> {
          if (failure != null) {
            unsure.add(shard, token, System.nanoTime());
          }
        });
  }

  /**
   * Makes ready what may have been leased though nobody heard of it. Waits for Redis.
   *
   * @return whether anything is
   */
  boolean giveBackUnheard() {
    return unsure.giveBack(System.nanoTime()) > 0;
  }

  /** Never the same twice: instance (6 bytes) and number (8). */
  private byte[] token() {
    synchronized (picture) {
      return ByteBuffer.allocate(instance.length + Long.BYTES)
          .put(instance)
          .putLong(tokens++)
          .array();
    }
  }

  private List<RedisDelivery> deliveries(List<?> leased, byte[] token) {
    List<RedisDelivery> deliveries = new ArrayList<>(leased.size() / 3);
    for (int i = 0; i < leased.size(); i += 3) {
      byte[] name = ShardAnswer.bytes(leased.get(i));
      byte[] frame = ShardAnswer.bytes(leased.get(i + 1));
      int attempts = (int) ShardAnswer.number(leased.get(i + 2));
      long cost = (long) frame.length + QueueScript.EVENT_BYTES;
      try {
        Event event = EventFrame.decode(frame, pool);
        deliveries.add(take(new RedisDelivery(name, token, cost, event, attempts)));
      } catch (BadFrameException e) {
        LOG.warn("An event in Redis cannot be read and is given up: {}", e.getMessage());
        settlements.lose(take(new RedisDelivery(name, token, cost, Unreadable.EVENT, attempts)));
      }
    }
    return deliveries;
  }

  private RedisDelivery take(RedisDelivery delivery) {
    synchronized (picture) {
      inHand.add(delivery);
    }
    return delivery;
  }

  /** Makes leases last their whole time from now on. */
  void renew(Collection<Delivery> deliveries) {
    Map<Integer, List<byte[]>> byShard = new HashMap<>();
    synchronized (picture) {
      for (Delivery each : deliveries) {
        RedisDelivery delivery = (RedisDelivery) each;
        if (!delivery.isEnded()) {
          List<byte[]> args =
              byShard.computeIfAbsent(
                  delivery.shard, shard -> new ArrayList<>(List.of(leaseMillis)));
          args.add(delivery.name);
          args.add(delivery.token);
        }
      }
    }
    byShard.forEach((shard, args) -> channel.ask(shard, QueueScript.RENEW, args, answer -> true));
  }
}
