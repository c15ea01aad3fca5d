/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.servers.RedisServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisCacheContractIT extends RedisCacheContract {
  private static RedisServer server;
  private static RedisLink link;

  @BeforeAll
  static void start() {
    server = RedisServer.create();
    link = PatientLink.to(server);
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
  List<RedisServer> nodes() {
    return List.of(server);
  }
}
