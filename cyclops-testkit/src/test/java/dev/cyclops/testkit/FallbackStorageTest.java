/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.time.InstantSource;

/** That a fallback which is never needed changes nothing. */
class FallbackStorageTest extends StorageContract {
  private static final long UNUSED = 64 << 10;

  @Override
  protected Storage create(long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {
    Storage primary = Storage.inMemory(maxBytes, order, maxAge, clock);
    return Storage.withFallback(primary, UNUSED, order, maxAge, clock);
  }
}
