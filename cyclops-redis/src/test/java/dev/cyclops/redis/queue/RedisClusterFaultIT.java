/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.redis.Shards;
import dev.cyclops.servers.RedisCluster;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.servers.SlotMove;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A cluster of three that loses a node, and one whose slots move. */
class RedisClusterFaultIT {
  private static RedisCluster cluster() {
    return RedisCluster.create(
        0, node -> node.appendOnly("always").option("cluster-require-full-coverage", "no"));
  }

  private static void assertNothingLost(LoadJournal journal, int faults) {
    assertThat(journal.missing()).isZero();
    assertThat(journal.doubled()).isLessThanOrEqualTo((long) faults * StorageLoad.IN_HAND);
  }

  @Test
  void kill_stopsTheShardsOfThatNodeOnly() {
    kill(1);
  }

  @Tag("faults")
  @Test
  void kill_stopsTheShardsOfThatNodeOnlyHoweverOften() {
    kill(6);
  }

  private static void kill(int times) {
    try (RedisCluster cluster = cluster();
        LoadedStorage loaded = LoadedStorage.on(cluster)) {
      for (int i = 0; i < times; i++) {
        RedisServer node = cluster.nodes().get(i % 3);
        node.kill();
        loaded.awaitRefusals("UNAVAILABLE", 50);
        // The others go on.
        loaded.awaitAcknowledged(500);
        loaded.awaitSent(500);
        node.start();
        cluster.awaitOk();
        loaded.awaitAcknowledged(1_000);
      }
      assertNothingLost(loaded.drain("cluster node killed " + times + " times"), times);
    }
  }

  @Test
  void move_ofSlotsGoesOnUnderLoad() {
    move(4);
  }

  @Tag("faults")
  @Test
  void move_ofAllSlotsGoesOnUnderLoad() {
    move(Shards.COUNT);
  }

  private static void move(int shards) {
    try (RedisCluster cluster = cluster();
        LoadedStorage loaded = LoadedStorage.on(cluster)) {
      for (int shard = 0; shard < shards; shard++) {
        int slot = cluster.slot(Shards.tag(shard));
        RedisServer source = cluster.owner(slot);
        int next = (cluster.nodes().indexOf(source) + 1) % cluster.nodes().size();
        SlotMove move = cluster.move(slot, cluster.nodes().get(next));
        move.moveKeys(2);
        // In the middle of it; the other shards at least go on.
        loaded.awaitAcknowledged(100);
        loaded.awaitSent(50);
        move.finish();
        loaded.awaitAcknowledged(100);
      }
      assertNothingLost(loaded.drain(shards + " slots moved"), shards);
    }
  }
}
