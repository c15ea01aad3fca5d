/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.delivery.Faults;
import dev.cyclops.filter.Cache;
import dev.cyclops.send.Farm;
import dev.cyclops.send.SentrySender;
import dev.cyclops.storage.Storage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;

/** What the barrier was given and has to close. An exception of one keeps none of the others. */
final class Resources {
  private static final Logger LOG = System.getLogger(Cyclops.class.getName());

  private final SentrySender sender;
  private final Storage storage;
  private final Cache cache;
  private final Farm farm;
  private final Faults faults;

  Resources(SentrySender sender, Storage storage, Cache cache, Farm farm, Faults faults) {
    this.sender = sender;
    this.storage = storage;
    this.cache = cache;
    this.farm = farm;
    this.faults = faults;
  }

  /**
   * Closes all of it, the sender first: what the storage holds afterwards is left.
   *
   * @return how many events are left unsent
   */
  long close() {
    closeQuietly("sender", sender);
    long left = asked(() -> storage.stats().held());
    long lost = asked(storage::heldByProcess);
    closeQuietly("storage", storage);
    closeQuietly("cache", cache);
    closeQuietly("farm", farm);
    if (lost > 0) {
      LOG.log(Level.WARNING, "closed with " + lost + " events not sent");
    } else if (left > 0) {
      LOG.log(Level.INFO, left + " events wait in the storage for the next start or for others");
    }
    return left;
  }

  private long asked(LongSupplier count) {
    try {
      return count.getAsLong();
    } catch (RuntimeException | Error e) {
      faults.report("storage", e);
      return 0;
    }
  }

  private void closeQuietly(String place, AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception | Error e) {
      faults.report(place, e);
    }
  }
}
