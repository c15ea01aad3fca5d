/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import dev.cyclops.CyclopsBuilder;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.redis.farm.RedisFarm;
import dev.cyclops.redis.flood.RedisCache;
import dev.cyclops.redis.queue.RedisStorage;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.time.Clock;
import java.time.Duration;

/** A Redis of its own, and everything there, as the launcher wires it. */
final class RedisBackend implements Backend {
  /** Nobody is in a hurry here, and the machine may be busy. */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final RedisServer server = RedisServer.create();
  private final RedisLink link =
      RedisLink.open(
          RedisOptions.builder().address(RedisServer.HOST, server.port()).timeout(TIMEOUT).build());

  @Override
  public CyclopsBuilder addTo(CyclopsBuilder cyclops, QueueOrder order, int maxInFlight) {
    link.awaitUp(Duration.ofSeconds(30), line -> {});
    Storage queue = RedisStorage.builder(link).maxBytes(64 << 20).order(order).build();
    return cyclops
        .storage(
            Storage.withFallback(queue, 64 << 20, order, Duration.ofDays(1), Clock.systemUTC()))
        .cache(RedisCache.create(link, 10_000))
        .farm(RedisFarm.create(link, maxInFlight));
  }

  @Override
  public void close() {
    link.close();
    server.close();
  }
}
