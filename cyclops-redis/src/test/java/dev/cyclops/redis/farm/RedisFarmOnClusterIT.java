/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.servers.RedisCluster;
import dev.cyclops.servers.RedisServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisFarmOnClusterIT extends RedisFarmContract {
  private static RedisCluster cluster;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.create();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Override
  RedisOptions options() {
    RedisOptions.Builder options =
        RedisOptions.builder().cluster(true).timeout(PatientLink.TIMEOUT);
    cluster.nodes().forEach(node -> options.address(RedisServer.HOST, node.port()));
    return options.build();
  }

  @Override
  List<RedisServer> nodes() {
    return cluster.nodes();
  }
}
