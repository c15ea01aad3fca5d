/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.servers.RedisSentinelGroup;
import dev.cyclops.servers.RedisServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisCacheOnSentinelIT extends RedisCacheContract {
  private static RedisSentinelGroup group;
  private static RedisLink link;

  @BeforeAll
  static void start() {
    group = RedisSentinelGroup.create();
    RedisOptions.Builder options =
        RedisOptions.builder().sentinel(RedisSentinelGroup.NAME).timeout(TIMEOUT);
    group.sentinels().forEach(sentinel -> options.address(RedisServer.HOST, sentinel.port()));
    link = RedisLink.open(options.build());
  }

  @AfterAll
  static void stop() {
    link.close();
    group.close();
  }

  @Override
  RedisLink link() {
    return link;
  }

  @Override
  List<RedisServer> nodes() {
    return List.of(group.master());
  }
}
