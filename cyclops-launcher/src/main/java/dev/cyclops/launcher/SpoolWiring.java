/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.QueueSettings;
import dev.cyclops.launcher.config.SpoolUse;
import dev.cyclops.spool.SpoolException;
import dev.cyclops.spool.SpoolState;
import dev.cyclops.spool.SpoolStorage;
import dev.cyclops.storage.Storage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/** What a configuration keeps on the disk, in one open spool. Thread-safe once it is built. */
final class SpoolWiring implements AutoCloseable {
  private static final long MIB = 1 << 20;

  private final SpoolStorage spool;

  private SpoolWiring(SpoolStorage spool) {
    this.spool = spool;
  }

  /**
   * Opens it, which finds what waits there.
   *
   * @return empty when nothing is kept in a spool
   * @throws IllegalStateException when it cannot be used; with a line for the operator
   */
  static Optional<SpoolWiring> open(Config config) {
    if (SpoolUse.of(config) == SpoolUse.NONE) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SpoolWiring(
              SpoolStorage.builder(folder(config))
                  .maxBytes(config.get(QueueSettings.SPOOL_MAX_BYTES))
                  .durability(config.get(QueueSettings.SPOOL_DURABILITY))
                  .order(QueueWiring.order(config))
                  .maxAge(config.get(QueueSettings.MAX_EVENT_AGE))
                  .build()));
    } catch (SpoolException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Where it is, from the root. */
  static Path folder(Config config) {
    return Path.of(config.get(QueueSettings.SPOOL_PATH).orElseThrow()).toAbsolutePath();
  }

  /** Where the events wait, with what becomes of them while the disk does not take them. */
  Storage storage(Config config) {
    return config.get(QueueSettings.STRICT)
        ? Storage.strict(spool)
        : Storage.withFallback(
            spool,
            Runtime.getRuntime().maxMemory() / 4,
            QueueWiring.order(config),
            config.get(QueueSettings.MAX_EVENT_AGE),
            Clock.systemUTC());
  }

  /** For what memory has no room for. */
  Storage behind(Storage memory) {
    return Storage.overflow(memory, spool);
  }

  /** How many events were there when it was opened, in some words; empty for none. */
  String describeFound() {
    long found = spool.stats().recovered();
    return found == 0
        ? ""
        : ", %d %s found there".formatted(found, found == 1 ? "event" : "events");
  }

  SpoolState state() {
    return spool.state();
  }

  /** Where the events would wait, in some words. */
  static String place(Config config) {
    return "spool %s (%d MiB, %s)"
        .formatted(
            folder(config),
            config.get(QueueSettings.SPOOL_MAX_BYTES) / MIB,
            config.get(QueueSettings.SPOOL_DURABILITY).name().toLowerCase(Locale.ROOT));
  }

  /** For when no storage was made of it, or after that; what is closed stays so. */
  @Override
  public void close() {
    spool.close();
  }
}
