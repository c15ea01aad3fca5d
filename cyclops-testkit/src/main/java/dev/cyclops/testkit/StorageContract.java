/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What every {@link Storage} keeps to: what it hands out and in which order, how deliveries end,
 * what waits and what is parked, what goes when there is no room or time, who is told of that, dead
 * letters, and that the books balance at every step. Extend it, say how yours is made, and run it
 * as any JUnit test:
 *
 * <pre>{@code
 * class MyStorageTest extends StorageContract {
 *   @Override
 *   protected Storage create(
 *       long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {
 *     return new MyStorage(maxBytes, order, maxAge, clock);
 *   }
 * }
 * }</pre>
 *
 * <p>A storage whose leases run out, that outlives its process, or that can fail, overrides a
 * method below for each of these; what is left as it is here is not demanded, and its tests are
 * skipped. Whether puts complete at once or later is for the storage to choose: the contract waits
 * up to 30 seconds for each. {@link Storage#onReady} and {@link Storage#onDropped} are demanded.
 *
 * <p>The clock moves only when the contract moves it, by hours at times, and never while the
 * contract waits for a put: it is the time for ages, delays, parking and dead letters. Leases have
 * to be measured by another one.
 */
public abstract class StorageContract extends StorageBooksContract {
  /** For JUnit. */
  protected StorageContract() {}

  /**
   * Makes an empty storage. Called one or more times in a test; the contract closes it, with events
   * left in it at times.
   *
   * @param maxBytes bound on all that is held, at least 64 KiB
   * @param order which event of a project goes first
   * @param maxAge how long after its arrival an event expires
   * @param clock the time, for ages and retries
   * @return the storage
   */
  @Override
  protected abstract Storage create(
      long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock);

  /**
   * Opens once more what has just been closed, with the parameters it was created with, as the next
   * process would. For a storage that outlives its process.
   *
   * @param closed what {@link #create} made
   * @return the storage; empty, unless overridden, where nothing is left after closing
   */
  @Override
  protected Optional<Storage> reopen(Storage closed) {
    return super.reopen(closed);
  }

  /**
   * How long a lease lasts that nobody renews. For a storage that others share, or whose leases run
   * out for another reason; it overrides {@link #passLeaseTime} as well.
   *
   * @return above 0, best short; empty, unless overridden, where leases last as long as the storage
   */
  @Override
  protected Optional<Duration> leaseTime() {
    return super.leaseTime();
  }

  /**
   * Lets time pass for leases, and for nothing else: moves the clock that they are measured by, or
   * waits. A lease must not end before its time, and has to be over when twice its time has passed.
   *
   * @param time how much, above 0
   */
  @Override
  protected void passLeaseTime(Duration time) {
    super.passLeaseTime(time);
  }

  /**
   * Lets the next put fail as it would when disk or network fail: with an exception, thrown or in
   * its stage, and nothing stored.
   *
   * @param storage what {@link #create} made
   * @return false, unless overridden, where that cannot be brought about
   */
  @Override
  protected boolean failNextPut(Storage storage) {
    return super.failNextPut(storage);
  }
}
