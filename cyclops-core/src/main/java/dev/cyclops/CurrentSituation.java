/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.auth.KeyRing;
import dev.cyclops.delivery.Dispatcher;
import dev.cyclops.filter.FloodGroups;
import dev.cyclops.filter.ProjectLimiter;
import dev.cyclops.send.BreakerStats;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import dev.cyclops.watch.Situation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** How the barrier stands, for who watches it. A look of one thread: it takes what is new. */
final class CurrentSituation implements Supplier<Situation> {
  private final DoorCounters counters;
  private final FloodGroups floodGroups;
  private final ProjectLimiter limiter;
  private final KeyRing keys;
  private final Storage storage;
  private final Dispatcher dispatcher;
  private final InstantSource clock;

  CurrentSituation(
      DoorCounters counters,
      FloodGroups floodGroups,
      ProjectLimiter limiter,
      KeyRing keys,
      Storage storage,
      Dispatcher dispatcher,
      InstantSource clock) {
    this.counters = counters;
    this.floodGroups = floodGroups;
    this.limiter = limiter;
    this.keys = keys;
    this.storage = storage;
    this.dispatcher = dispatcher;
    this.clock = clock;
  }

  @Override
  public Situation get() {
    List<Situation.Repeats> repeats = new ArrayList<>();
    floodGroups.freshlyIgnored(
        clock.millis(), (group, fresh) -> repeats.add(new Situation.Repeats(group, fresh)));
    List<Situation.Limited> limited =
        limiter.aboveLimit().stream()
            .map(above -> new Situation.Limited(above.project(), above.kind(), above.dropped()))
            .toList();
    StorageStats stored = storage.stats();
    BreakerStats breaker = dispatcher.breaker();
    return new Situation(
        breaker.open() ? breaker.reason() : null,
        counters.shed.sum(),
        stored.shed(),
        stored.expired(),
        stored.notDurable(),
        stored.notDurableSinceMillis() != 0,
        keys.stats().failing(),
        stored.deadTotal(),
        repeats,
        limited);
  }
}
