/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.Shards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Releases what is parked, in all shards; where Redis does not answer, when it is back. */
final class ParkingLanes {
  private static final int MAX_RELEASED = 500;

  /** Beyond this, what is parked waits for its time. */
  private static final int MAX_LEFT_OVER = 10_000;

  private final QueueChannel channel;

  /** What a shard has not been told. Guarded by itself. */
  private final Map<String, Set<Integer>> leftOver = new HashMap<>();

  ParkingLanes(QueueChannel channel) {
    this.channel = channel;
  }

  /** Waits for Redis; answers whether anything has become ready. */
  boolean release(String lane) {
    Set<Integer> shards = new HashSet<>();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      shards.add(shard);
    }
    return release(lane, shards);
  }

  private boolean release(String lane, Set<Integer> shards) {
    boolean any = false;
    Set<Integer> untold = new HashSet<>();
    List<Integer> left = List.copyOf(shards);
    while (!left.isEmpty()) {
      List<CompletionStage<Long>> asked = new ArrayList<>();
      for (int shard : left) {
        List<byte[]> args = List.of(Settling.lane(lane), QueueChannel.text(MAX_RELEASED));
        asked.add(channel.ask(shard, QueueScript.RELEASE, args, answer -> answer.number()));
      }
      List<Integer> again = new ArrayList<>();
      for (int i = 0; i < asked.size(); i++) {
        long released = Answers.orElse(asked.get(i), -1L);
        any |= released > 0;
        if (released == MAX_RELEASED) {
          again.add(left.get(i));
        } else if (released < 0) {
          untold.add(left.get(i));
        }
      }
      left = again;
    }
    remember(lane, untold);
    return any;
  }

  private void remember(String lane, Set<Integer> untold) {
    synchronized (leftOver) {
      if (!untold.isEmpty() && leftOver.size() < MAX_LEFT_OVER) {
        leftOver.computeIfAbsent(lane, name -> new HashSet<>()).addAll(untold);
      }
    }
  }

  void releaseLeftOver() {
    Map<String, Set<Integer>> left;
    synchronized (leftOver) {
      left = new HashMap<>(leftOver);
      leftOver.clear();
    }
    left.forEach(this::release);
  }
}
