/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.filter.Cache;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.redis.flood.RedisCache;
import dev.cyclops.undertow.CyclopsServer;
import java.io.IOException;
import java.time.Duration;

/** A whole server with one of several flood caches, for {@code redis-flood.sh}. */
public final class FloodDoor {
  private static final String HOST = "127.0.0.1";
  private static final int ENTRIES = 100_000;

  private FloodDoor() {}

  /**
   * Serves until it is killed.
   *
   * @param args its port; {@code memory}, {@code redis} or {@code naive}; the port of Redis
   * @throws IOException when the port is taken
   */
  public static void main(String[] args) throws IOException {
    Cyclops cyclops =
        Cyclops.builder()
            .sentry("http://127.0.0.1:9")
            .keys(KeySource.of(new ProjectKey(1, "public", "secret")))
            .floodLimit(10, Duration.ofHours(1))
            .cache(cache(args[1], Integer.parseInt(args[2])))
            .build()
            .start();
    CyclopsServer.builder(cyclops)
        .host(HOST)
        .port(Integer.parseInt(args[0]))
        .ioThreads(1)
        .build()
        .start();
  }

  private static Cache cache(String kind, int redisPort) {
    return switch (kind) {
      case "memory" -> Cache.inMemory(ENTRIES);
      case "redis" -> {
        RedisOptions options = RedisOptions.builder().address(HOST, redisPort).build();
        yield RedisCache.create(RedisLink.open(options), ENTRIES);
      }
      case "naive" -> new NaiveRedisCache(HOST, redisPort);
      default -> throw new IllegalArgumentException("no such cache: " + kind);
    };
  }
}
