/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.plugin.Plugins;
import java.util.Optional;

/**
 * What a server keeps outside its memory. Thread-safe.
 *
 * @param redis empty when nothing is kept there
 * @param spool empty when nothing is kept there
 * @param plugins what others have written
 */
record Backends(Optional<RedisWiring> redis, Optional<SpoolWiring> spool, Plugins plugins)
    implements AutoCloseable {
  /** For all in memory. */
  static final Backends NONE = new Backends(Optional.empty(), Optional.empty(), Plugins.NONE);

  /**
   * Finds the plugins, opens the spool, and waits until Redis is there.
   *
   * @throws OperatorException when one of them cannot be had
   */
  static Backends open(Config config) throws OperatorException {
    Optional<SpoolWiring> spool = Optional.empty();
    Plugins plugins = Plugins.NONE;
    try {
      plugins = Plugins.open(config);
      spool = SpoolWiring.open(config);
      return new Backends(RedisWiring.open(config), spool, plugins);
    } catch (IllegalStateException e) {
      spool.ifPresent(SpoolWiring::close);
      plugins.close();
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  /** In place of the barrier, which ends its storage and its share in a farm itself. */
  void abandon() {
    redis.ifPresent(shared -> shared.farm().close());
    spool.ifPresent(SpoolWiring::close);
    plugins.abandon();
    close();
  }

  /** After all that use it, the barrier among them. */
  @Override
  public void close() {
    redis.ifPresent(RedisWiring::close);
    plugins.close();
  }
}
