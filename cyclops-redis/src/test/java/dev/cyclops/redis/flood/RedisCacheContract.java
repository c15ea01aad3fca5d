/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import dev.cyclops.filter.Cache;
import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.testkit.LateCacheContract;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** The cache on any Redis, whose windows go by the time of the server. */
abstract class RedisCacheContract extends LateCacheContract {
  /** Nobody is in a hurry here, and the machine may be busy. */
  static final Duration TIMEOUT = PatientLink.TIMEOUT;

  abstract RedisLink link();

  /** All that keep data. */
  abstract List<RedisServer> nodes();

  @Override
  protected Cache create(int maxEntries, LongSupplier nanoClock) {
    FloodKeys.flush(nodes());
    return another(maxEntries, nanoClock);
  }

  @Override
  protected Cache another(int maxEntries, LongSupplier nanoClock) {
    return RedisCache.create(link(), maxEntries, nanoClock);
  }

  @Override
  protected int entries() {
    return 256;
  }

  @Override
  protected Duration resolution() {
    return Duration.ofMinutes(1);
  }

  @Override
  protected void timePasses(Duration time) {
    FloodKeys.letTimePass(nodes(), time);
  }
}
