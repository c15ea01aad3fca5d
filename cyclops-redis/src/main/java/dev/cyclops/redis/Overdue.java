/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what waited too long, and whose fault it is. Not thread-safe. */
final class Overdue {
  private final Map<Lane, Optional<Batch>> hung = new HashMap<>();
  private final Map<Place, RedisException> stuck = new HashMap<>();
  private long nextNanos;

  /** Lanes whose node does not answer, with what they wait for. */
  Map<Lane, Optional<Batch>> hung() {
    return hung;
  }

  /** Places that cannot be served though nodes do answer. */
  Map<Place, RedisException> stuck() {
    return stuck;
  }

  /** When something may be overdue at the earliest. */
  long nextNanos() {
    return nextNanos;
  }

  void look(List<Lane> lanes, List<Place> places, long now, long timeoutNanos) {
    nextNanos = now + timeoutNanos;
    for (Lane lane : lanes) {
      Batch batch = lane.inFlight;
      if (batch != null) {
        for (Command command : batch.commands) {
          if (!command.probe && !command.isAnswered() && isOver(command, now)) {
            hung.put(lane, Optional.of(batch));
          }
        }
      }
    }
    for (Place place : places) {
      Command head = place.waiting.peekFirst();
      if (head != null && isOver(head, now)) {
        blame(place, head);
      }
    }
  }

  private boolean isOver(Command command, long now) {
    if (command.deadlineNanos - now <= 0) {
      return true;
    }
    if (command.deadlineNanos - nextNanos < 0) {
      nextNanos = command.deadlineNanos;
    }
    return false;
  }

  private void blame(Place place, Command head) {
    Lane lane = place.next();
    Refusal refusal = head.refusal;
    if (lane == null) {
      stuck.put(place, Lane.unavailable("no node of the Redis Cluster is known to have it"));
    } else if (refusal != null) {
      stuck.put(place, lane.explain(refusal));
    } else {
      hung.put(lane, Optional.ofNullable(lane.inFlight));
    }
  }
}
