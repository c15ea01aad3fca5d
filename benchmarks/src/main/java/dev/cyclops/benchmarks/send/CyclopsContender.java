/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.send;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.event.Event;
import dev.cyclops.send.Farm;
import dev.cyclops.send.SentrySender;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.testkit.simulation.FixedLimit;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The whole sending side: storage in memory, sending loop, sender. The queue is refilled every few
 * milliseconds, which is part of its cost, as putting is of everybody's.
 */
final class CyclopsContender implements Contender {
  private static final int QUEUED = 4_000;
  private static final long REFILL_NANOS = 5_000_000;

  private final Storage storage = Storage.inMemory(Long.MAX_VALUE / 4, QueueOrder.NEWEST_FIRST);
  private final Cyclops cyclops;
  private final List<Event> events;
  private int next;

  CyclopsContender(SentrySender sender, int inFlight, List<Event> events) {
    this.events = events;
    cyclops =
        Cyclops.builder()
            .sender(sender)
            .keys(KeySource.openToAll())
            .storage(storage)
            .farm(Farm.alone(inFlight))
            .rateController(new FixedLimit(inFlight))
            .build()
            .start();
  }

  @Override
  public long run(long nanos) {
    long end = System.nanoTime() + nanos;
    long before = cyclops.stats().forwarded();
    while (System.nanoTime() - end < 0) {
      for (long size = storage.totalSize(); size < QUEUED; size++) {
        storage.put(events.get(next++ % events.size()));
      }
      LockSupport.parkNanos(REFILL_NANOS);
    }
    while (storage.totalSize() > 0) {
      LockSupport.parkNanos(REFILL_NANOS);
    }
    return cyclops.stats().forwarded() - before;
  }

  @Override
  public void close() {
    cyclops.close();
  }
}
