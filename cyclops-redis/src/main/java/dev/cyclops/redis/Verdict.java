/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the answers of one lane mean: for those who asked, for the places, and for what is asked
 * next. Made with the lock of the {@link Dispatch} held.
 */
final class Verdict {
  /** How long a command that cannot be done just now is held back. */
  private static final long LATER_NANOS = 10_000_000L;

  /** Who has no more time left than that is not asked for again. */
  private static final long LAST_NANOS = 20_000_000L;

  /** How often a command is passed on at once before it is held back too. */
  private static final int PROMPT_REPEATS = 3;

  private final Lane lane;
  private final Lanes lanes;
  private final @Nullable ClusterTopology topology;
  private final long now;
  private final Change change;

  /**
   * A verdict.
   *
   * @param topology null when it is no cluster
   */
  Verdict(Lane lane, Lanes lanes, @Nullable ClusterTopology topology, long now, Change change) {
    this.lane = lane;
    this.lanes = lanes;
    this.topology = topology;
    this.now = now;
    this.change = change;
  }

  /** What an answer says about the place. */
  void judge(Command command, long tookNanos) {
    Place place = command.place;
    Refusal refusal = command.refusal;
    if (refusal == null || refusal.code().equals("OOM")) {
      // Full is not gone: what drains it still works.
      good(place, command.probe, tookNanos);
    } else if (!command.probe) {
      if (refusal.isOutage()) {
        place.health.suspect(now);
      }
    } else if (refusal.next() == Refusal.Next.MOVED && route(command, refusal)) {
      place.health.movedOn(now);
    } else {
      lane.reconnectIfReadOnly(refusal, now);
      down(place, lane.explain(refusal), now, change);
    }
  }

  private void good(Place place, boolean probe, long tookNanos) {
    place.proven = true;
    if (!probe) {
      place.health.answered(now);
    } else if (place.health.probed(now, tookNanos)) {
      place.up = true;
      change.back(place, now - place.goneNanos);
    }
  }

  /** Were refused, and are known not to have been done: they are done again, before all others. */
  void repeat(List<Command> again) {
    for (int i = again.size() - 1; i >= 0; i--) {
      repeat(again.get(i));
    }
  }

  private void repeat(Command command) {
    Place place = command.place;
    Refusal refusal = command.refusal;
    if (refusal == null || !place.up) {
      change.doom(List.of(command), Lane.unavailable("Redis does not answer"));
      return;
    }
    boolean late = command.deadlineNanos - now <= LAST_NANOS;
    if (late) {
      change.doom(List.of(command), lane.explain(refusal));
      if (refusal.next() == Refusal.Next.LATER) {
        down(place, lane.explain(refusal), now, change);
      }
      return;
    }
    command.via = null;
    switch (refusal.next()) {
      case WITH_TEXT -> command.withText = true;
      case MOVED, ASK -> {
        if (!route(command, refusal)) {
          change.doom(List.of(command), lane.explain(refusal));
          return;
        }
      }
      case LATER, FAIL -> {
        lane.reconnectIfReadOnly(refusal, now);
        command.repeats = PROMPT_REPEATS;
        refresh();
      }
    }
    if (++command.repeats > PROMPT_REPEATS) {
      place.notBeforeNanos = now + LATER_NANOS;
    }
    place.putBack(command);
  }

  /** Whether there is somebody to ask instead. */
  private boolean route(Command command, Refusal refusal) {
    Address target = refusal.target();
    Address here = lane.last();
    if (topology == null || target == null || here == null) {
      return false;
    }
    Lane found =
        lanes.at(target.host().isEmpty() ? new Address(here.host(), target.port()) : target);
    if (refusal.next() == Refusal.Next.ASK) {
      command.via = found;
    } else {
      command.place.lane = found;
      refresh();
    }
    return true;
  }

  private void refresh() {
    if (topology != null) {
      topology.refresh();
    }
  }

  /** A place is of no use: what waits for it is answered so. */
  static void down(Place place, RedisException why, long now, Change change) {
    change.doom(place.waiting, why);
    place.clear();
    if (place.health.failed(now)) {
      place.up = false;
      place.goneNanos = now;
      change.gone(place, why);
    } else {
      change.stillGone(why);
    }
  }
}
