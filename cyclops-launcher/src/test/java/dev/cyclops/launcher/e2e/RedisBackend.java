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
import dev.cyclops.servers.RedisCluster;
import dev.cyclops.servers.RedisSentinelGroup;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A Redis of its own, and everything there, as the launcher wires it. */
final class RedisBackend implements Backend {
  /** Nobody is in a hurry here, and the machine may be busy. */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Milliseconds after which whoever has not answered is taken to be gone. */
  private static final String SLOW = "60000";

  private final Runnable stop;
  private final RedisLink link;

  private RedisBackend(List<RedisServer> at, RedisOptions.Builder options, Runnable stop) {
    this.stop = stop;
    at.forEach(server -> options.address(RedisServer.HOST, server.port()));
    link = RedisLink.open(options.timeout(TIMEOUT).build());
  }

  /** One Redis. */
  static RedisBackend alone() {
    RedisServer server = RedisServer.create();
    return new RedisBackend(List.of(server), RedisOptions.builder(), server::close);
  }

  /** A master with replicas, which sentinels watch; they do not give it up for being slow. */
  static RedisBackend sentinel() {
    RedisSentinelGroup group = RedisSentinelGroup.create();
    for (RedisServer each : group.sentinels()) {
      each.execute("SENTINEL", "SET", RedisSentinelGroup.NAME, "down-after-milliseconds", SLOW);
    }
    return new RedisBackend(
        group.sentinels(), RedisOptions.builder().sentinel(RedisSentinelGroup.NAME), group::close);
  }

  /** A cluster of three, none of which the others give up for being slow. */
  static RedisBackend cluster() {
    RedisCluster cluster = RedisCluster.create();
    for (RedisServer each : cluster.nodes()) {
      each.execute("CONFIG", "SET", "cluster-node-timeout", SLOW);
    }
    return new RedisBackend(cluster.nodes(), RedisOptions.builder().cluster(true), cluster::close);
  }

  @Override
  public CyclopsBuilder addTo(CyclopsBuilder cyclops, QueueOrder order, int maxInFlight) {
    link.awaitUp(Duration.ofSeconds(60), line -> {});
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
    stop.run();
  }
}
