/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.servers.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On one Redis. */
class RedisStorageIT extends RedisStorageContract {
  private static RedisServer server;
  private static RedisLink link;

  @BeforeAll
  static void start() {
    server = RedisServer.create();
    link =
        RedisLink.open(
            RedisOptions.builder()
                .address(RedisServer.HOST, server.port())
                .timeout(Duration.ofSeconds(10))
                .build());
  }

  @AfterAll
  static void stop() {
    link.close();
    server.close();
  }

  @Override
  RedisLink link() {
    return link;
  }

  @Override
  void clear() {
    server.execute("FLUSHALL");
  }
}
