/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.servers.RedisSentinelGroup;
import dev.cyclops.servers.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On the master that Sentinel names. */
class RedisSentinelStorageIT extends RedisStorageContract {
  private static RedisSentinelGroup group;
  private static RedisLink link;

  @BeforeAll
  static void start() {
    group = RedisSentinelGroup.create();
    RedisOptions.Builder options =
        RedisOptions.builder().sentinel(RedisSentinelGroup.NAME).timeout(PatientLink.TIMEOUT);
    group.sentinels().forEach(sentinel -> options.address(RedisServer.HOST, sentinel.port()));
    link = RedisLink.open(options.build());
    link.awaitUp(Duration.ofSeconds(60), line -> {});
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
  void clear() {
    group.master().execute("FLUSHALL");
  }
}
