/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import java.util.List;
import java.util.stream.Collectors;

/** The lines of a configuration that make a farm of instances. */
final class RedisSettings {
  private static final String SHARED =
      """
      STORAGE = 'cyclops.storage.RedisStorage'
      CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.RedisCache'
      """;

  private RedisSettings() {}

  /** With a Redis of its own. */
  static String standalone(int port) {
    return SHARED + "REDIS_URL = 'redis://127.0.0.1:%d'\n".formatted(port);
  }

  /**
   * With a Redis that is never given up for being slow: what is asked is what instances do, however
   * busy the machine is.
   */
  static String patient(int port) {
    return standalone(port) + "REDIS_TIMEOUT = 20000\n";
  }

  /** With a master that sentinels name. */
  static String sentinel(String master, List<Integer> sentinels) {
    return SHARED
        + "REDIS_URL = 'redis://%s'\nREDIS_SENTINEL_MASTER = '%s'\n"
            .formatted(hosts(sentinels), master);
  }

  /** With a cluster. */
  static String cluster(List<Integer> nodes) {
    return SHARED + "REDIS_URL = 'redis://%s'\nREDIS_CLUSTER = True\n".formatted(hosts(nodes));
  }

  private static String hosts(List<Integer> ports) {
    return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }
}
