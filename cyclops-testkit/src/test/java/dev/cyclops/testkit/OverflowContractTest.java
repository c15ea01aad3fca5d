/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.TurnedOverflow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * That memory and what it spills into keep to all that one storage keeps to. Where the contract
 * fills a storage to the last byte, the disk is away, and memory has to do: with both there are two
 * bounds, and a remainder at each.
 */
class OverflowContractTest extends StorageContract {
  /** So little that most tests spill. */
  private static final long MEMORY = 128 << 10;

  private Storage disk = Storage.inMemory(TIGHT, QueueOrder.OLDEST_FIRST);

  @Override
  protected Storage create(long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {
    if (maxBytes == TIGHT) {
      return new TurnedOverflow(
          Storage.inMemory(maxBytes, order, maxAge, clock), new AwayStorage(0));
    }
    disk = Storage.inMemory(maxBytes - MEMORY, order, maxAge, clock);
    return new TurnedOverflow(Storage.inMemory(MEMORY, order, maxAge, clock), disk);
  }

  @Test
  void theOldestAreOnTheDisk() {
    Storage storage = ample();
    List<EventId> put = putKilos(storage, 1, 200);
    assertThat(disk.totalSize()).isBetween(100L, 199L);
    List<Delivery> there = disk.next((int) disk.totalSize(), Paused.NOTHING);
    assertThat(ContractEvents.ids(there)).isEqualTo(put.subList(0, there.size()));
  }
}
