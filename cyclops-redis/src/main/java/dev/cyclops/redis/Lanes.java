/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The lanes that there are: one, or one for each node of a cluster. Guarded by the {@link
 * Dispatch}.
 */
final class Lanes {
  private final Function<Supplier<Address>, Lane> maker;
  private final Map<Address, Lane> byAddress = new HashMap<>();
  private final List<Lane> all = new ArrayList<>();

  /**
   * No lanes yet.
   *
   * @param maker makes one that asks each time where to connect to
   */
  Lanes(Function<Supplier<Address>, Lane> maker) {
    this.maker = maker;
  }

  /** A lane to wherever something is, from time to time. */
  Lane open(String name, Supplier<Address> address) {
    Lane lane = maker.apply(address);
    all.add(lane);
    lane.start("cyclops-redis-" + name);
    return lane;
  }

  /** The lane to a node of a cluster. */
  Lane at(Address address) {
    Lane known = byAddress.get(address);
    if (known == null) {
      known = open(address.toString(), () -> address);
      byAddress.put(address, known);
    }
    return known;
  }

  /** Ends those that nothing is asked of any more. */
  void retire(List<Place> places) {
    byAddress
        .values()
        .removeIf(
            lane -> {
              boolean used =
                  lane.inFlight != null
                      || places.stream().anyMatch(p -> p.lane == lane || p.next() == lane);
              if (!used) {
                lane.end();
              }
              return !used;
            });
  }

  void ended(Lane lane) {
    all.remove(lane);
  }

  List<Lane> all() {
    return all;
  }
}
