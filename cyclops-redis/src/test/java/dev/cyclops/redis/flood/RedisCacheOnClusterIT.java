/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.Cache;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.servers.RedisCluster;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisCacheOnClusterIT extends RedisCacheContract {
  private static RedisCluster cluster;
  private static RedisLink link;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.create();
    RedisOptions.Builder options = RedisOptions.builder().cluster(true).timeout(TIMEOUT);
    cluster.nodes().forEach(node -> options.address(RedisServer.HOST, node.port()));
    link = RedisLink.open(options.build());
  }

  @AfterAll
  static void stop() {
    link.close();
    cluster.close();
  }

  @Override
  RedisLink link() {
    return link;
  }

  @Override
  List<RedisServer> nodes() {
    return cluster.nodes();
  }

  @Test
  void hit_spreadsGroupsOverAllNodes() {
    try (Cache cache = create(64, new ManualClock())) {
      for (int i = 0; i < 200; i++) {
        cache.hit(new GroupKey(i * 0x9E37_79B9_7F4A_7C15L, i), Duration.ofMinutes(1));
      }
      assertThat(cluster.nodes())
          .allSatisfy(node -> assertThat(node.number("DBSIZE")).isGreaterThan(50));
    }
  }
}
