/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.PluginName;
import dev.cyclops.launcher.config.QueueSettings;
import dev.cyclops.launcher.config.RedisUse;
import dev.cyclops.launcher.config.SpoolUse;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.time.Clock;
import java.util.Optional;

/** Builds where the events wait for Sentry, and says where that is. */
final class QueueWiring {
  private static final long MIB = 1 << 20;

  private QueueWiring() {}

  /** Where the events wait, where no plugin keeps them. */
  static Storage storage(Config config, Backends backends) {
    if (RedisUse.of(config).storage()) {
      return backends.redis().orElseThrow().storage(config, order(config));
    }
    return switch (SpoolUse.of(config)) {
      case QUEUE -> backends.spool().orElseThrow().storage(config);
      case OVERFLOW -> backends.spool().orElseThrow().behind(memory(config));
      case NONE -> memory(config);
    };
  }

  private static Storage memory(Config config) {
    return Storage.inMemory(
        maxBytes(config),
        order(config),
        config.get(QueueSettings.MAX_EVENT_AGE),
        Clock.systemUTC());
  }

  /** Which event of a project goes first. */
  static QueueOrder order(Config config) {
    return config.get(QueueSettings.PROCESS_NEWER_MESSAGES_FIRST)
        ? QueueOrder.NEWEST_FIRST
        : QueueOrder.OLDEST_FIRST;
  }

  /** How much may wait outside of the spool. */
  static long maxBytes(Config config) {
    return config
        .get(QueueSettings.STORAGE_MAX_BYTES)
        .orElseGet(
            () ->
                RedisUse.of(config).storage()
                    ? RedisWiring.DEFAULT_BYTES
                    : Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * Where the events wait, in some words.
   *
   * @throws IllegalStateException as {@link RedisWiring#place}
   */
  static String describe(Config config) {
    String size = " (%d MiB)".formatted(maxBytes(config) / MIB);
    if (RedisUse.of(config).storage()) {
      return RedisWiring.place(config) + size;
    }
    Optional<PluginName> plugin = config.get(QueueSettings.STORAGE).plugin();
    if (plugin.isPresent()) {
      return "plugin '" + plugin.get() + "'" + size;
    }
    return switch (SpoolUse.of(config)) {
      case QUEUE -> SpoolWiring.place(config);
      case OVERFLOW -> "memory" + size + ", overflowing into the " + SpoolWiring.place(config);
      case NONE -> "memory" + size;
    };
  }

  /** Where the events wait that outlive the process, in a word or two. */
  static Optional<String> lastingPlace(Config config, Backends backends) {
    if (config.get(QueueSettings.STORAGE).plugin().isPresent()) {
      return backends.plugins().storageLasts() ? Optional.of("the plugin") : Optional.empty();
    }
    if (RedisUse.of(config).storage()) {
      return Optional.of("Redis");
    }
    return SpoolUse.of(config) == SpoolUse.NONE ? Optional.empty() : Optional.of("the spool");
  }
}
