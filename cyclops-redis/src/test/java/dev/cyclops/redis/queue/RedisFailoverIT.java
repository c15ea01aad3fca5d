/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.servers.RedisSentinelGroup;
import dev.cyclops.servers.RedisServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The sentinels make a replica the master. */
class RedisFailoverIT {
  /**
   * Redis copies to its replicas after it has answered: what was acknowledged in the last moment
   * before the kill may be missing, and what was settled then may be sent again.
   */
  private static void assertLittleLost(LoadJournal journal, int faults) {
    assertThat(journal.missing()).isLessThanOrEqualTo((long) faults * StorageLoad.IN_HAND);
    assertThat(journal.doubled()).isLessThanOrEqualTo(2L * faults * StorageLoad.IN_HAND);
  }

  @Test
  void kill_isOverWithTheNextMaster() {
    failover(1);
  }

  @Tag("faults")
  @Test
  void kill_isOverWithTheNextMasterHoweverOften() {
    failover(5);
  }

  private static void failover(int times) {
    try (RedisSentinelGroup group = RedisSentinelGroup.create(2, n -> n.appendOnly("everysec"));
        LoadedStorage loaded = LoadedStorage.on(group)) {
      for (int i = 0; i < times; i++) {
        RedisServer former = group.master();
        former.kill();
        group.awaitFailover(former);
        loaded.awaitAcknowledged(500);
        if (i < times - 1) {
          former.start();
          group.awaitReplicas();
        }
      }
      assertLittleLost(loaded.drain("Sentinel failover, " + times + " times"), times);
    }
  }
}
