/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.servers.RedisServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisFarmContractIT extends RedisFarmContract {
  private static RedisServer server;

  @BeforeAll
  static void start() {
    server = RedisServer.create();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  RedisOptions options() {
    return RedisOptions.builder()
        .address(RedisServer.HOST, server.port())
        .timeout(PatientLink.TIMEOUT)
        .build();
  }

  @Override
  List<RedisServer> nodes() {
    return List.of(server);
  }
}
