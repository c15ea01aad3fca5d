/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.RedisSettings;
import dev.cyclops.launcher.config.RedisUse;
import dev.cyclops.redis.RedisLink;
import java.time.Duration;

/** Asks Redis once, for an operator who wants to know whether that works. */
final class RedisCheck {
  /** Names have to be looked up and connections made as well. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private RedisCheck() {}

  /**
   * Asks.
   *
   * @return that it can be used, in some words
   * @throws OperatorException when nothing is kept in Redis, or it cannot be used
   */
  static String ask(Config config) throws OperatorException {
    if (!RedisUse.of(config).any()) {
      throw new OperatorException("--redis: the configuration keeps nothing in Redis");
    }
    Logging.tellOfRedis();
    try (RedisLink link = RedisWiring.link(config, config.get(RedisSettings.REDIS_TIMEOUT))) {
      link.awaitUp(PATIENCE, waiting -> {});
      return RedisWiring.place(config) + " can be used";
    } catch (IllegalStateException e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }
}
