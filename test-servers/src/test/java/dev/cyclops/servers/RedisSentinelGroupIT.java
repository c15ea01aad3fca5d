/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the tests of others rely on. */
class RedisSentinelGroupIT {
  @Test
  void awaitFailover_findsTheReplicaThatIsMasterAfterAKill() {
    try (RedisSentinelGroup group = RedisSentinelGroup.create()) {
      RedisServer first = group.master();
      assertThat(first).isSameAs(group.nodes().get(0));
      first.execute("SET", "key", "value");
      assertThat(first.number("WAIT", "2", "60000")).isEqualTo(2);
      first.kill();
      RedisServer second = group.awaitFailover(first);
      assertThat(second).isNotSameAs(first).isSameAs(group.master());
      assertThat(second.execute("GET", "key")).isEqualTo("value");
      first.start();
      group.awaitReplicas();
      assertThat(first.isMaster()).isFalse();
      assertThat(first.execute("GET", "key")).isEqualTo("value");
    }
  }

  @Test
  void failover_makesAReplicaTheMasterWhileTheMasterRuns() {
    try (RedisSentinelGroup group =
        RedisSentinelGroup.create(1, node -> node.appendOnly("always").password("secret"))) {
      RedisServer first = group.master();
      group.failover();
      assertThat(group.awaitFailover(first)).isSameAs(group.nodes().get(1));
    }
  }
}
