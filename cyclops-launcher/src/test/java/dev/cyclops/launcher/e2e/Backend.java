/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import dev.cyclops.CyclopsBuilder;
import dev.cyclops.send.Farm;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;

/** Where a barrier keeps its events and counts repeats. */
interface Backend extends AutoCloseable {
  /** Adds storage, cache and farm. */
  CyclopsBuilder addTo(CyclopsBuilder cyclops, QueueOrder order, int maxInFlight);

  /** After the barrier. */
  @Override
  void close();

  static Backend memory() {
    return new Backend() {
      @Override
      public CyclopsBuilder addTo(CyclopsBuilder cyclops, QueueOrder order, int maxInFlight) {
        return cyclops.storage(Storage.inMemory(64 << 20, order)).farm(Farm.alone(maxInFlight));
      }

      @Override
      public void close() {}
    };
  }
}
