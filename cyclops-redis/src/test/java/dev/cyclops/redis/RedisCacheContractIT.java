/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import dev.cyclops.filter.Cache;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.testkit.LateCacheContract;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisCacheContractIT extends LateCacheContract {
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
  protected Cache create(int maxEntries, LongSupplier nanoClock) {
    FloodKeys.flush(List.of(server));
    return another(maxEntries, nanoClock);
  }

  @Override
  protected Cache another(int maxEntries, LongSupplier nanoClock) {
    return RedisCache.create(link, maxEntries, nanoClock);
  }

  @Override
  protected int entries() {
    return 256;
  }

  @Override
  protected Duration resolution() {
    return Duration.ofSeconds(3);
  }

  @Override
  protected void timePasses(Duration time) {
    FloodKeys.letTimePass(List.of(server), time);
  }
}
