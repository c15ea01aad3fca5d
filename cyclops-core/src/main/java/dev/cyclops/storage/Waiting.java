/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The events that wait for a time or in a lane. Guarded by the lock of its storage. */
final class Waiting {
  private final TreeSet<Delay> delays = new TreeSet<>(Delay.BY_TIME);
  private final Map<String, Lane> lanes = new HashMap<>();
  private long parked;
  private long laneBytes;

  Delay add(StoredEvent stored, long atMillis, @Nullable String laneName) {
    Lane lane = laneName == null ? null : lanes.computeIfAbsent(laneName, this::open);
    Delay delay = new Delay(atMillis, stored, lane);
    delays.add(delay);
    if (lane != null) {
      lane.parked.add(stored);
      parked++;
    }
    return delay;
  }

  private Lane open(String name) {
    Lane lane = new Lane(name);
    laneBytes += lane.bytes();
    return lane;
  }

  void end(Delay delay) {
    delays.remove(delay);
    Lane lane = delay.lane();
    if (lane != null) {
      parked--;
      lane.parked.remove(delay.stored());
      if (lane.parked.isEmpty()) {
        lanes.remove(lane.name);
        laneBytes -= lane.bytes();
      }
    }
  }

  /** All, the soonest first. */
  List<Delay> all() {
    return List.copyOf(delays);
  }

  /** The first whose time has come; null when there is none. */
  @Nullable StoredEvent firstDue(long nowMillis) {
    return delays.isEmpty() || delays.first().atMillis() > nowMillis
        ? null
        : delays.first().stored();
  }

  /** Any event of a lane; null when nothing is parked there. */
  @Nullable StoredEvent anyIn(String laneName) {
    Lane lane = lanes.get(laneName);
    return lane == null ? null : lane.parked.iterator().next();
  }

  long delayed() {
    return delays.size() - parked;
  }

  long parked() {
    return parked;
  }

  /** What the lanes take; what an event in them takes is counted with its project. */
  long laneBytes() {
    return laneBytes;
  }
}
