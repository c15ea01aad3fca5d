/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import static dev.cyclops.redis.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.servers.RedisServer;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Redis takes no writes. */
class RedisFullIT {
  @Test
  void outOfMemory_refusesPutsAndDrains() {
    try (RedisServer server = RedisServer.builder().maxMemory("8mb", "noeviction").create();
        LoadedStorage loaded = LoadedStorage.on(server)) {
      loaded.load().stopSending();
      loaded.awaitRefusals("FULL", 100);
      long held = loaded.storage().stats().held();
      assertThat(held).isGreaterThan(1_000);
      loaded.load().goOnSending();
      loaded.awaitSent((int) held);
      loaded.awaitAcknowledged(500);
      LoadJournal journal = loaded.drain("-OOM");
      assertThat(journal.missing()).isZero();
      assertThat(journal.doubled()).isZero();
    }
  }

  @Test
  void replica_refusesPutsUntilItIsMasterAgain() {
    try (RedisServer master = RedisServer.create();
        RedisServer other = RedisServer.create();
        LoadedStorage loaded = LoadedStorage.on(master)) {
      follow(other, master);
      // Nothing is acknowledged that the other does not get.
      master.execute("CLIENT", "PAUSE", "60000", "WRITE");
      assertThat(master.number("WAIT", "1", "50000")).isEqualTo(1);
      other.execute("REPLICAOF", "NO", "ONE");
      follow(master, other);
      master.execute("CLIENT", "UNPAUSE");
      // Or not to be there, where the pause was too long for the link.
      loaded.awaitRefusals(Set.of("READ_ONLY", "UNAVAILABLE"), 1);
      master.execute("REPLICAOF", "NO", "ONE");
      loaded.awaitAcknowledged(500);
      LoadJournal journal = loaded.drain("a replica");
      assertThat(journal.missing()).isZero();
      assertThat(journal.doubled()).isLessThanOrEqualTo(StorageLoad.IN_HAND);
    }
  }

  private static void follow(RedisServer replica, RedisServer master) {
    replica.execute("REPLICAOF", RedisServer.HOST, Integer.toString(master.port()));
    await().ignoreExceptions().until(() -> replica.info("master_link_status").equals("up"));
  }
}
