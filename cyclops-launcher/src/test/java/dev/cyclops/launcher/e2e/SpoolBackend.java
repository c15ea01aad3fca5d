/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import dev.cyclops.CyclopsBuilder;
import dev.cyclops.send.Farm;
import dev.cyclops.spool.SpoolStorage;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/** A spool in a folder of its own, as the launcher wires it. */
final class SpoolBackend implements Backend {
  private final Path folder;

  private SpoolBackend(Path folder) {
    this.folder = folder;
  }

  static SpoolBackend create() {
    try {
      return new SpoolBackend(Files.createTempDirectory("cyclops-spool"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CyclopsBuilder addTo(CyclopsBuilder cyclops, QueueOrder order, int maxInFlight) {
    Storage spool = SpoolStorage.builder(folder).maxBytes(64 << 20).order(order).build();
    return cyclops
        .storage(
            Storage.withFallback(spool, 64 << 20, order, Duration.ofDays(1), Clock.systemUTC()))
        .farm(Farm.alone(maxInFlight));
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(SpoolBackend::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
