/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What the tests of others rely on. */
class RedisClusterIT {
  private static final String SLOT_ZERO = "{3560}";

  @Test
  void create_sharesAllSlots() {
    try (RedisCluster cluster = RedisCluster.create()) {
      assertThat(cluster.slot("{cy:00}:a")).isEqualTo(cluster.slot("{cy:00}:b"));
      assertThat(cluster.owner(0)).isSameAs(cluster.nodes().get(0));
      assertThat(cluster.owner(RedisCluster.SLOTS - 1)).isSameAs(cluster.nodes().get(2));
      assertThatThrownBy(() -> cluster.nodes().get(2).execute("SET", slotZero(cluster), "value"))
          .isInstanceOf(RedisRefusedException.class)
          .hasMessage("MOVED 0 127.0.0.1:" + cluster.nodes().get(0).port());
    }
  }

  /** A key of the first slot. */
  private static String slotZero(RedisCluster cluster) {
    assertThat(cluster.slot(SLOT_ZERO)).isZero();
    return SLOT_ZERO;
  }

  @Test
  void move_canBeStoodInTheMiddleOf() {
    try (RedisCluster cluster = RedisCluster.create(0, node -> node.appendOnly("always"))) {
      int slot = cluster.slot("{cy:07}");
      RedisServer source = cluster.owner(slot);
      RedisServer target =
          cluster.nodes().stream().filter(node -> node != source).findFirst().orElseThrow();
      for (int i = 0; i < 3; i++) {
        source.execute("SET", "{cy:07}:" + i, "value" + i);
      }
      SlotMove move = cluster.move(slot, target);
      assertThat(cluster.owner(slot)).isSameAs(source);
      assertThat(move.moveKeys(2)).isEqualTo(2);
      assertThat(source.number("CLUSTER", "COUNTKEYSINSLOT", Integer.toString(slot))).isEqualTo(1);
      assertThatThrownBy(() -> source.execute("GET", "{cy:07}:new"))
          .hasMessage("ASK " + slot + " 127.0.0.1:" + target.port());
      move.finish();
      assertThat(cluster.owner(slot)).isSameAs(target);
      for (int i = 0; i < 3; i++) {
        assertThat(target.execute("GET", "{cy:07}:" + i)).isEqualTo("value" + i);
      }
      cluster.awaitOk();
    }
  }

  @Test
  void kill_isSeenByTheOthersUntilStart() {
    try (RedisCluster cluster =
        RedisCluster.create(
            0,
            node ->
                node.appendOnly("always")
                    .option("cluster-require-full-coverage", "no")
                    .option("cluster-node-timeout", "2000"))) {
      RedisServer killed = cluster.owner(0);
      String key = slotZero(cluster);
      killed.execute("SET", key, "value");
      killed.kill();
      RedisServer other = cluster.nodes().get(1);
      Await.until("a slot without owner", () -> failedSlots(other) > 0);
      killed.start();
      cluster.awaitOk();
      assertThat(cluster.owner(0)).isSameAs(killed);
      assertThat(killed.execute("GET", key)).isEqualTo("value");
    }
  }

  private static int failedSlots(RedisServer node) {
    String info = (String) node.execute("CLUSTER", "INFO");
    return info.lines()
        .filter(line -> line.startsWith("cluster_slots_fail:"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1)))
        .sum();
  }

  @Test
  void replica_takesTheMastersPlace() {
    try (RedisCluster cluster =
        RedisCluster.create(1, node -> node.option("cluster-node-timeout", "5000"))) {
      RedisServer first = cluster.owner(0);
      assertThat(cluster.replicas(first)).hasSize(1);
      RedisServer second = cluster.replicas(first).get(0);
      cluster.failover(second);
      assertThat(cluster.owner(0)).isSameAs(second);
      assertThat(cluster.replicas(second)).containsExactly(first);
      second.kill();
      cluster.awaitOk();
      assertThat(cluster.owner(0)).isSameAs(first);
    }
  }
}
