/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import dev.cyclops.redis.RedisException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for what, and which lane sends it. One lock, held for moments and never while anything
 * is sent, read or answered. Thread-safe.
 */
final class Dispatch {
  private final ReentrantLock lock = new ReentrantLock();
  private final Load load = new Load();
  private final List<Place> places;
  private final Lanes lanes;
  private final Gathering gathering;
  private final long timeoutNanos;
  private final LongSupplier clock;
  private final Notices notices;
  private @Nullable ClusterTopology topology;
  private boolean closed;

  /**
   * Without lanes yet.
   *
   * @param places one for all shards, or one for each
   */
  Dispatch(
      List<Place> places,
      Connector connector,
      long timeoutNanos,
      LongSupplier clock,
      Notices notices) {
    this.places = List.copyOf(places);
    this.timeoutNanos = timeoutNanos;
    this.clock = clock;
    this.notices = notices;
    gathering = new Gathering(this.places, load);
    lanes =
        new Lanes(
            address ->
                new Lane(this, connector, address, lock.newCondition(), new Pace(timeoutNanos)));
  }

  /** There is one lane for everything. */
  Lane serve(String name, Supplier<Address> address) {
    lock.lock();
    try {
      Lane lane = lanes.open(name, address);
      places.forEach(place -> place.lane = lane);
      return lane;
    } finally {
      lock.unlock();
    }
  }

  /** There is a lane for each node of a cluster. */
  void serve(ClusterTopology found) {
    lock.lock();
    try {
      topology = found;
    } finally {
      lock.unlock();
    }
  }

  /** Who has what in a cluster. Whether all of it is there. */
  boolean assign(ClusterSlots slots) {
    lock.lock();
    try {
      boolean complete = true;
      for (Place place : closed ? List.<Place>of() : places) {
        Address master = slots.of(place.shard);
        Lane lane = master == null ? null : lanes.at(master);
        if (lane != null && lane != place.lane) {
          lane.work.signal();
        }
        place.lane = lane;
        complete &= lane != null && place.up;
      }
      lanes.retire(places);
      return complete;
    } finally {
      lock.unlock();
    }
  }

  /** No node of a cluster says who has what. */
  void noNode(RedisException why) {
    Change change = new Change();
    lock.lock();
    try {
      long now = clock.getAsLong();
      for (Place place : places) {
        if (place.lane == null) {
          Verdict.down(place, why, now, change);
        }
      }
    } finally {
      lock.unlock();
    }
    change.tell(notices, null);
  }

  Place place(int shard) {
    return places.get(places.size() == 1 ? 0 : shard);
  }

  boolean isUp(int shard) {
    return place(shard).up;
  }

  /** Whether all of it has been seen to work, and does. */
  boolean isProven() {
    return places.stream().allMatch(place -> place.up && place.proven);
  }

  RedisStats stats() {
    int up = places.stream().filter(place -> place.up).mapToInt(place -> place.shards).sum();
    return load.stats(up, Shards.COUNT + 1 - up);
  }

  /** Takes a command, or fails it at once. */
  Command offer(Script script, int shard, List<byte[]> keys, List<byte[]> args) {
    long deadline = clock.getAsLong() + timeoutNanos;
    Command command = new Command(script, place(shard), keys, args, deadline, false, load);
    load.asked();
    String refused = admit(command);
    if (refused != null) {
      command.fail(new RedisException(Kind.UNAVAILABLE, refused, null));
    }
    return command;
  }

  private @Nullable String admit(Command command) {
    Place place = command.place;
    if (!place.up) {
      return "Redis does not answer";
    }
    lock.lock();
    try {
      if (closed) {
        return "the link to Redis is closed";
      }
      if (!place.up) {
        return "Redis does not answer";
      }
      Lane lane = place.lane;
      if (load.isFull() || (lane != null && !lane.hasRoom())) {
        return "more is asked of Redis than it can take";
      }
      command.admit();
      place.append(command);
      if (lane != null) {
        lane.take(command);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** What a lane is to send next; null when it is to end. Waits. */
  @Nullable Batch await(Lane lane) {
    lock.lock();
    try {
      while (true) {
        long now = clock.getAsLong();
        Batch batch = gathering.next(lane, now);
        if (batch != null) {
          lane.inFlight = batch;
          return batch;
        }
        if (lane.closing && !gathering.hasWaitingFor(lane)) {
          lanes.ended(lane);
          return null;
        }
        try {
          lane.work.awaitNanos(gathering.nanosToRest(lane, now));
        } catch (InterruptedException e) {
          // Only closing ends a lane.
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** The whole batch was answered, but for those that are to be done again. */
  void finish(Lane lane, Batch batch, List<Command> again, long tookNanos) {
    load.batch(tookNanos);
    settle(lane, batch, again, tookNanos, false);
  }

  /** The connection broke; what was not answered is failed already, and what waits was not sent. */
  void lost(Lane lane, Batch batch, List<Command> again) {
    settle(lane, batch, again, 0, true);
  }

  private void settle(Lane lane, Batch batch, List<Command> again, long tookNanos, boolean broken) {
    Change change = new Change();
    lock.lock();
    try {
      if (batch.abandoned) {
        return;
      }
      long now = clock.getAsLong();
      batch.land(lane);
      Verdict verdict = new Verdict(lane, lanes, topology, now, change);
      if (broken) {
        batch.places.forEach(place -> place.health.suspect(now));
      } else {
        lane.pace.done(batch.commands.size(), batch.bytes, tookNanos);
        batch.commands.forEach(command -> verdict.judge(command, tookNanos));
      }
      verdict.repeat(again);
      batch.places.forEach(Place::wake);
    } finally {
      lock.unlock();
    }
    change.tell(notices, lane.last());
  }

  /** A node is of no use: all that waits for it is answered so, and it is tried from now on. */
  void failLane(Lane lane, @Nullable Batch batch, RedisException why) {
    Change change = new Change();
    lock.lock();
    try {
      if (batch != lane.inFlight) {
        return;
      }
      long now = clock.getAsLong();
      if (batch != null) {
        batch.abandoned = true;
        batch.land(lane);
        change.doom(batch.commands, why);
      }
      for (Place place : places) {
        if (place.lane == lane || place.next() == lane) {
          Verdict.down(place, why, now, change);
        }
      }
      if (batch != null) {
        // Those whose place has moved elsewhere meanwhile.
        batch.places.forEach(Place::wake);
      }
      if (topology != null) {
        topology.refresh();
      }
    } finally {
      lock.unlock();
    }
    change.tell(notices, lane.last());
  }

  /** Gives up what waited too long. When to look again. */
  long giveUpOverdue() {
    Overdue overdue = new Overdue();
    lock.lock();
    try {
      overdue.look(lanes.all(), places, clock.getAsLong(), timeoutNanos);
    } finally {
      lock.unlock();
    }
    overdue.hung().forEach(this::giveUp);
    overdue.stuck().forEach(this::giveUp);
    return overdue.nextNanos();
  }

  private void giveUp(Lane lane, Optional<Batch> batch) {
    failLane(lane, batch.orElse(null), lane.silent());
    lane.abort();
  }

  private void giveUp(Place place, RedisException why) {
    Change change = new Change();
    lock.lock();
    try {
      Verdict.down(place, why, clock.getAsLong(), change);
    } finally {
      lock.unlock();
    }
    change.tell(notices, null);
  }

  /** Takes nothing more; the lanes end when what waits is done. Those that have to end. */
  List<Lane> close() {
    lock.lock();
    try {
      closed = true;
      lanes.all().forEach(Lane::end);
      return List.copyOf(lanes.all());
    } finally {
      lock.unlock();
    }
  }

  /** Gives up whatever is not done. */
  void abandon() {
    List<Lane> left;
    Change change = new Change();
    lock.lock();
    try {
      left = List.copyOf(lanes.all());
      RedisException why = Lane.unavailable("the link to Redis is closed");
      for (Lane lane : left) {
        Batch batch = lane.inFlight;
        if (batch != null) {
          batch.abandoned = true;
          batch.land(lane);
          change.doom(batch.commands, why);
        }
      }
      for (Place place : places) {
        change.doom(place.waiting, why);
        place.clear();
      }
    } finally {
      lock.unlock();
    }
    left.forEach(Lane::abort);
    change.tell(notices, null);
  }
}
