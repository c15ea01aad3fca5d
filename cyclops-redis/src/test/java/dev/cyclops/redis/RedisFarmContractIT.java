/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import dev.cyclops.send.Farm;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.testkit.SharedFarmContract;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class RedisFarmContractIT extends SharedFarmContract {
  private static RedisServer server;

  /** Each has a way of its own, as each is a process of its own. */
  private final Map<Farm, RedisLink> links = new HashMap<>();

  @BeforeAll
  static void startServer() {
    server = RedisServer.create();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void emptyServer() {
    server.execute("FLUSHALL");
  }

  @AfterEach
  void closeLinks() {
    links.keySet().forEach(Farm::close);
    links.values().forEach(RedisLink::close);
  }

  @Override
  protected Farm create(int maxInFlight) {
    RedisLink link =
        RedisLink.open(RedisOptions.builder().address(RedisServer.HOST, server.port()).build());
    Farm farm = RedisFarm.create(link, maxInFlight);
    links.put(farm, link);
    return farm;
  }

  @Override
  protected void kill(Farm farm) {
    links.get(farm).close();
  }

  @Override
  protected Duration missedWithin() {
    return Duration.ofSeconds(3);
  }
}
