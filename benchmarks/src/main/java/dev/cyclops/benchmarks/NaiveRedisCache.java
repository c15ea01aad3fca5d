/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import dev.cyclops.filter.Cache;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.Hit;
import java.time.Duration;
import redis.clients.jedis.RedisClient;

/**
 * Flood counters as one writes them first: an INCR and an EXPIRE for each request, each waited for
 * by a worker thread. To be measured against; it makes a window longer with each event.
 */
final class NaiveRedisCache implements Cache {
  private final RedisClient redis;

  NaiveRedisCache(String host, int port) {
    redis = RedisClient.create(host, port);
  }

  @Override
  public Hit hit(GroupKey key, Duration window) {
    String name = "naive:%016x%016x".formatted(key.high(), key.low());
    long count = redis.incr(name);
    redis.expire(name, window.toSeconds());
    return new Hit(count, window.toNanos(), 0);
  }

  @Override
  public void close() {
    redis.close();
  }
}
