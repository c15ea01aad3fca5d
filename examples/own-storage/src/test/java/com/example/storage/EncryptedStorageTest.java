package com.example.storage;

import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.testkit.StorageContract;
import java.time.Duration;
import java.time.InstantSource;

// tag::contract[]
/** The promise that every storage keeps; all of its tests come from the testkit. */
class EncryptedStorageTest extends StorageContract {
  @Override
  protected Storage create(
      long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {
    return new EncryptedStorage(Storage.inMemory(maxBytes, order, maxAge, clock), new byte[32]);
  }
}
// end::contract[]
