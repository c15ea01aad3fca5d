/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.time.InstantSource;

class InMemoryStorageTest extends StorageContract {
  @Override
  protected Storage create(long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {
    return Storage.inMemory(maxBytes, order, maxAge, clock);
  }
}
