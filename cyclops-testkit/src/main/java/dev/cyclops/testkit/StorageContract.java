/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.time.InstantSource;

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
 * <p>A storage that outlives its process extends {@link LastingStorageContract} instead, and one
 * that others share as well {@link SharedStorageContract}. Whether puts complete at once or later
 * is for the storage to choose: the contract waits up to a minute for each. {@link Storage#onReady}
 * and {@link Storage#onDropped} are demanded.
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
}
