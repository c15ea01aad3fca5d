/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts batches together. Guarded by the {@link Dispatch}. */
final class Gathering {
  private static final Script PROBE = Script.load(Gathering.class, "probe");
  private static final long LONGEST_REST_NANOS = 1_000_000_000L;

  private final List<Place> places;
  private final Load load;

  Gathering(List<Place> places, Load load) {
    this.places = places;
    this.load = load;
  }

  /** What a lane is to send now; null when there is nothing. */
  @Nullable Batch next(Lane lane, long now) {
    Batch batch = new Batch();
    int waiting = 0;
    long waitingBytes = 0;
    boolean probes = !lane.closing && isProbeDue(lane, now);
    int first = lane.nextTurn(places.size());
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get((first + i) % places.size());
      if (!place.busy && !batch.isFull()) {
        fill(batch, lane, place, now, probes);
      }
      if (place.lane == lane) {
        waiting += place.waiting.size();
        waitingBytes += place.waitingBytes;
      }
    }
    if (batch.commands.isEmpty()) {
      return null;
    }
    lane.leaveRoom(waiting, waitingBytes);
    return batch;
  }

  /** Whether one is to be tried: the others go with it, so that they go and come as one. */
  private boolean isProbeDue(Lane lane, long now) {
    for (Place place : places) {
      if (place.isIdleOf(lane) && place.health.nextProbeNanos() - now <= 0) {
        return true;
      }
    }
    return false;
  }

  private void fill(Batch batch, Lane lane, Place place, long now, boolean probes) {
    int before = batch.commands.size();
    if (place.waiting.isEmpty()) {
      if (probes
          && place.isIdleOf(lane)
          && place.health.nextProbeNanos() - now <= Health.PROBE_EVERY_NANOS * 2) {
        batch.add(probe(place));
      }
    } else if (place.notBeforeNanos - now <= 0) {
      while (!batch.isFull() && place.hasWaitingFor(lane)) {
        Command command = place.removeFirst();
        if (!command.isAnswered()) {
          batch.add(command);
        }
      }
    }
    if (batch.commands.size() > before) {
      place.busy = true;
      batch.places.add(place);
    }
  }

  private Command probe(Place place) {
    List<byte[]> keys = List.of(Shards.key(place.shard, "probe"), Shards.key(place.shard, "none"));
    return new Command(PROBE, place, keys, List.of(), Long.MAX_VALUE, true, load);
  }

  /** How long a lane may rest when nobody wakes it. */
  long nanosToRest(Lane lane, long now) {
    long rest = LONGEST_REST_NANOS;
    for (Place place : places) {
      if (!place.busy && place.hasWaitingFor(lane)) {
        rest = Math.min(rest, place.notBeforeNanos - now);
      } else if (place.isIdleOf(lane)) {
        rest = Math.min(rest, place.health.nextProbeNanos() - now);
      }
    }
    return rest;
  }

  boolean hasWaitingFor(Lane lane) {
    return places.stream().anyMatch(place -> place.hasWaitingFor(lane));
  }
}
