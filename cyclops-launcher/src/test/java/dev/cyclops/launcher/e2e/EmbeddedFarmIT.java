/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static dev.cyclops.launcher.RunningLauncher.patiently;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.Event;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.redis.farm.RedisFarm;
import dev.cyclops.redis.flood.RedisCache;
import dev.cyclops.redis.queue.RedisStorage;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.testkit.FakeSentry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A barrier of a farm within a service, as docs/embedding.md shows it. */
class EmbeddedFarmIT {
  @Test
  void barrier_sharesItsRedis() throws Exception {
    String key = "0123456789abcdef0123456789abcdef";
    try (FakeSentry sentry = FakeSentry.start();
        RedisServer redis = RedisServer.create()) {
      String sentryUrl = sentry.url();
      String redisHost = "127.0.0.1";
      int redisPort = redis.port();
      // tag::farm
      RedisLink link = RedisLink.open(RedisOptions.builder().address(redisHost, redisPort).build());
      link.awaitUp(Duration.ofSeconds(30), System.err::println);
      Storage memoryWhileRedisIsAway =
          Storage.withFallback(
              RedisStorage.builder(link).build(),
              64 << 20,
              QueueOrder.NEWEST_FIRST,
              Duration.ofDays(1),
              Clock.systemUTC());
      Cyclops cyclops =
          Cyclops.builder()
              .sentry(sentryUrl)
              .keys(KeySource.of(new ProjectKey(1, key, null)))
              .storage(memoryWhileRedisIsAway)
              .cache(RedisCache.create(link, 100_000))
              .farm(RedisFarm.create(link, 256))
              .build()
              .start();
      // end::farm
      byte[] json = "{\"message\":\"basket is undefined\"}".getBytes(StandardCharsets.UTF_8);
      // A window lasts a second, and a machine that stands still may make two of it.
      patiently()
          .pollInterval(Duration.ofMillis(1100))
          .until(() -> passedOf(20, cyclops, Event.store(1, key, json)) == 10);
      sentry.awaitReceived(10);
      cyclops.close();
      link.close();
    }
  }

  private static long passedOf(int events, Cyclops cyclops, Event event) {
    long before = cyclops.stats().processed();
    for (int i = 0; i < events; i++) {
      cyclops.accept(event).toCompletableFuture().join();
    }
    return cyclops.stats().processed() - before;
  }
}
