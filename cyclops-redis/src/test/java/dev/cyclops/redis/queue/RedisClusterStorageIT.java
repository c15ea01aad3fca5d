/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.servers.RedisCluster;
import dev.cyclops.servers.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On a cluster of three, which refuses every script whose keys are not in one slot. */
class RedisClusterStorageIT extends RedisStorageContract {
  private static RedisCluster cluster;
  private static RedisLink link;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.create();
    RedisServer first = cluster.nodes().get(0);
    link =
        RedisLink.open(
            RedisOptions.builder()
                .address(RedisServer.HOST, first.port())
                .cluster(true)
                .timeout(PatientLink.TIMEOUT)
                .build());
    link.awaitUp(Duration.ofSeconds(60), line -> {});
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
  void clear() {
    cluster.nodes().forEach(node -> node.execute("FLUSHALL"));
  }
}
