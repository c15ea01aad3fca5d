/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import java.util.List;

/**
 * What a configuration keeps in Redis. The pace toward Sentry and the secret of the group keys are
 * shared there as soon as anything is. Immutable.
 *
 * @param storage whether the events wait there
 * @param cache whether the repeats are counted there
 */
public record RedisUse(boolean storage, boolean cache) {
  /** Who says one of these says which Redis; the other keys only say how it is asked. */
  static final List<Setting<?>> NAMING =
      List.of(
          RedisSettings.REDIS_URL,
          RedisSettings.REDIS_HOST,
          RedisSettings.REDIS_PORT,
          RedisSettings.REDIS_DB_COUNT,
          RedisSettings.REDIS_USER,
          RedisSettings.REDIS_PASSWORD,
          RedisSettings.REDIS_SENTINEL_MASTER,
          RedisSettings.REDIS_CLUSTER);

  /**
   * What is kept there.
   *
   * @param config what was read
   * @return what STORAGE and CACHE_IMPLEMENTATION_CLASS say; where they say nothing, all of it once
   *     a Redis is named, unless REDIS_HOST is None
   */
  public static RedisUse of(Config config) {
    boolean named =
        NAMING.stream().anyMatch(config::isSet) && config.get(RedisSettings.REDIS_HOST).isPresent();
    boolean storage =
        config.isSet(QueueSettings.STORAGE)
            ? config.get(QueueSettings.STORAGE).is(StorageKind.REDIS)
            : named;
    boolean cache =
        config.isSet(FloodSettings.CACHE_IMPLEMENTATION_CLASS)
            ? config.get(FloodSettings.CACHE_IMPLEMENTATION_CLASS).is(CacheKind.REDIS)
            : named || storage;
    return new RedisUse(storage, cache);
  }

  /**
   * Whether there is any use for Redis.
   *
   * @return true when something is kept there
   */
  public boolean any() {
    return storage || cache;
  }
}
