/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.testkit.LastingStorageContract;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;

class SpoolStorageTest extends LastingStorageContract {
  @TempDir private Path folder;
  private final Map<Storage, SpoolStorageBuilder> builders = new HashMap<>();
  private final Map<Storage, AtomicBoolean> failures = new HashMap<>();
  private int made;

  @Override
  protected Storage create(long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {
    return open(
        Patience.spool(folder.resolve("spool" + made++))
            .maxBytes(maxBytes)
            .order(order)
            .maxAge(maxAge)
            .clock(clock));
  }

  private Storage open(SpoolStorageBuilder builder) {
    AtomicBoolean fail = new AtomicBoolean();
    Storage storage =
        builder.build(
            () -> {
              if (fail.getAndSet(false)) {
                throw new SQLException("disk I/O error");
              }
            });
    builders.put(storage, builder);
    failures.put(storage, fail);
    return storage;
  }

  @Override
  protected Storage reopen(Storage closed) {
    return open(builders.get(closed));
  }

  @Override
  protected void failNextPut(Storage storage) {
    failures.get(storage).set(true);
  }
}
