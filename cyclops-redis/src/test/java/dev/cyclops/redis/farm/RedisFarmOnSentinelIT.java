/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.servers.RedisSentinelGroup;
import dev.cyclops.servers.RedisServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisFarmOnSentinelIT extends RedisFarmContract {
  private static RedisSentinelGroup group;

  @BeforeAll
  static void start() {
    group = RedisSentinelGroup.create();
  }

  @AfterAll
  static void stop() {
    group.close();
  }

  @Override
  RedisOptions options() {
    RedisOptions.Builder options =
        RedisOptions.builder().sentinel(RedisSentinelGroup.NAME).timeout(PatientLink.TIMEOUT);
    group.sentinels().forEach(sentinel -> options.address(RedisServer.HOST, sentinel.port()));
    return options.build();
  }

  @Override
  List<RedisServer> nodes() {
    return List.of(group.master());
  }
}
