/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.filter.Cache;
import java.util.function.LongSupplier;

class InMemoryCacheTest extends GiveBackContract {
  @Override
  protected Cache create(int maxEntries, LongSupplier nanoClock) {
    return Cache.inMemory(maxEntries, nanoClock);
  }
}
