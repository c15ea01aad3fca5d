/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.Map;

/** That strictness takes nothing away from a shared storage, and acknowledges nothing it lacks. */
class StrictStorageTest extends SharedStorageContract {
  private final ManualClock leaseClock = new ManualClock();
  private final Map<Storage, RemoteStorage> primaries = new IdentityHashMap<>();

  @Override
  protected Storage create(long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {
    Storage memory = Storage.inMemory(maxBytes, order, maxAge, clock);
    return strict(new RemoteStorage(memory, leaseClock));
  }

  private Storage strict(RemoteStorage primary) {
    Storage strict = Storage.strict(primary);
    primaries.put(strict, primary);
    return strict;
  }

  @Override
  protected Storage reopen(Storage closed) {
    return strict(primaries.get(closed).reopened());
  }

  @Override
  protected Duration leaseTime() {
    return RemoteStorage.LEASE_TIME;
  }

  @Override
  protected void passLeaseTime(Duration time) {
    leaseClock.advance(time);
  }

  @Override
  protected void failNextPut(Storage storage) {
    primaries.get(storage).failNextPut();
  }
}
