/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import dev.cyclops.filter.Cache;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.Hit;
import dev.cyclops.redis.RedisException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an instance counts by itself while Redis cannot, and that it says so: once when it begins,
 * once when it is over. Thread-safe.
 */
final class LocalCounts {
  private static final Logger LOG = LoggerFactory.getLogger(RedisCache.class);

  private final Cache cache;
  private final AtomicBoolean alone = new AtomicBoolean();

  LocalCounts(Cache cache) {
    this.cache = cache;
  }

  Hit hit(GroupKey key, Duration window) {
    return cache.hit(key, window);
  }

  void redisFailed(@Nullable Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    // Only words of ours: another exception may hold what Redis was sent.
    String why = cause instanceof RedisException ? cause.getMessage() : "unexpected failure";
    if (alone.compareAndSet(false, true)) {
      LOG.warn("Redis does not count floods, each instance does by itself: {}", why);
    } else {
      LOG.debug("Redis does not count: {}", why);
    }
  }

  void redisCounts() {
    if (alone.get() && alone.compareAndSet(true, false)) {
      LOG.info("Redis counts floods again");
    }
  }
}
