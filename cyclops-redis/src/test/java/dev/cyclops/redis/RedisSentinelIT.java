/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static dev.cyclops.redis.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.servers.RedisSentinelGroup;
import dev.cyclops.servers.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisSentinelIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static RedisOptions options(RedisSentinelGroup group) {
    RedisOptions.Builder builder = RedisOptions.builder().sentinel(RedisSentinelGroup.NAME);
    group.sentinels().forEach(s -> builder.address(RedisServer.HOST, s.port()));
    return builder.timeout(Duration.ofSeconds(10)).build();
  }

  @Test
  void run_goesToTheMaster_afterTheOldOneDied() {
    try (RedisSentinelGroup group = RedisSentinelGroup.create();
        RedisLink link = RedisLink.open(options(group))) {
      link.awaitUp(PATIENCE, line -> {});
      assertThat(LinkProbe.answer(link, LinkProbe.APPEND, 1, "a")).isEqualTo(1L);
      RedisServer master = group.master();
      // So that the first one that is asked does not answer either.
      group.sentinels().get(0).freeze();
      await().until(() -> LinkProbe.works(link, 1));
      group.sentinels().get(0).thaw();
      master.kill();
      group.awaitFailover(master);

      await().until(() -> LinkProbe.works(link, 1));
    }
  }

  @Test
  void run_leavesAMasterThatBecameAReplica() {
    try (RedisSentinelGroup group = RedisSentinelGroup.create();
        RedisLink link = RedisLink.open(options(group))) {
      link.awaitUp(PATIENCE, line -> {});
      RedisServer master = group.master();
      group.failover();
      RedisServer next = group.awaitFailover(master);

      await().until(() -> LinkProbe.works(link, 1) && next.number("EXISTS", "{cy:01}:list") == 1);
    }
  }
}
