/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import dev.cyclops.redis.RedisException.Kind;
import java.util.ArrayList;
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
  private static final Script PROBE = Script.load("probe");

  /** How long a command that cannot be done just now is held back. */
  private static final long LATER_NANOS = 10_000_000L;

  /** How often a command is passed on at once before it is held back too. */
  private static final int PROMPT_REPEATS = 3;

  private static final long LONGEST_REST_NANOS = 1_000_000_000L;

  private final ReentrantLock lock = new ReentrantLock();
  private final LongSupplier clock;
  private final long timeoutNanos;
  private final Notices notices;
  private final List<Place> places;
  private final @Nullable LaneFinder finder;
  private final List<Lane> lanes = new ArrayList<>();
  private final Load load = new Load();
  private boolean closed;

  /** Knows who has what Redis Cluster points to. Called with the lock held. */
  interface LaneFinder {
    Lane at(Address target, Lane from);

    /** What is known of the cluster is out of date. */
    void refresh();
  }

  Dispatch(
      List<Place> places,
      @Nullable LaneFinder finder,
      long timeoutNanos,
      LongSupplier clock,
      Notices notices) {
    this.places = List.copyOf(places);
    this.finder = finder;
    this.timeoutNanos = timeoutNanos;
    this.clock = clock;
    this.notices = notices;
  }

  /** A new lane. Its thread is the caller's to start. */
  Lane lane(Connector connector, Supplier<Address> address) {
    lock.lock();
    try {
      Lane lane = new Lane(this, connector, address, lock.newCondition(), new Pace(timeoutNanos));
      lanes.add(lane);
      return lane;
    } finally {
      lock.unlock();
    }
  }

  /** From now on the lane has the place. */
  void assign(Place place, Lane lane) {
    lock.lock();
    try {
      place.lane = lane;
      lane.work.signal();
    } finally {
      lock.unlock();
    }
  }

  Place place(int shard) {
    return places.get(places.size() == 1 ? 0 : shard);
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
        Batch batch = gather(lane, now);
        if (batch != null) {
          lane.inFlight = batch;
          return batch;
        }
        if (lane.closing && places.stream().noneMatch(place -> place.hasWaitingFor(lane))) {
          lanes.remove(lane);
          return null;
        }
        try {
          lane.work.awaitNanos(nanosToRest(lane, now));
        } catch (InterruptedException e) {
          // Only closing ends a lane.
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Batch gather(Lane lane, long now) {
    Batch batch = new Batch();
    int waiting = 0;
    long waitingBytes = 0;
    int first = lane.nextTurn(places.size());
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get((first + i) % places.size());
      if (!place.busy && !batch.isFull()) {
        fill(batch, lane, place, now);
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

  private void fill(Batch batch, Lane lane, Place place, long now) {
    int before = batch.commands.size();
    if (place.waiting.isEmpty()) {
      if (place.lane == lane && !lane.closing && place.health.nextProbeNanos() - now <= 0) {
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

  private long nanosToRest(Lane lane, long now) {
    long rest = LONGEST_REST_NANOS;
    for (Place place : places) {
      if (!place.busy && place.hasWaitingFor(lane)) {
        rest = Math.min(rest, place.notBeforeNanos - now);
      } else if (!place.busy && place.lane == lane) {
        rest = Math.min(rest, place.health.nextProbeNanos() - now);
      }
    }
    return rest;
  }

  /** The whole batch was answered, but for those that are to be done again. */
  void finish(Lane lane, Batch batch, List<Command> again, long tookNanos) {
    load.batch(tookNanos);
    settle(lane, batch, again, tookNanos, null);
  }

  /** The connection broke; what was not answered is failed already. */
  void lost(Lane lane, Batch batch, List<Command> again, RedisException why) {
    settle(lane, batch, again, 0, why);
  }

  private void settle(
      Lane lane, Batch batch, List<Command> again, long tookNanos, @Nullable RedisException lost) {
    Change change = new Change();
    lock.lock();
    try {
      if (batch.abandoned) {
        return;
      }
      long now = clock.getAsLong();
      lane.inFlight = null;
      batch.places.forEach(place -> place.busy = false);
      if (lost == null) {
        lane.pace.done(batch.commands.size(), batch.bytes, tookNanos);
        batch.commands.forEach(command -> judge(command, lane, tookNanos, now, change));
      } else {
        suspect(lane, now);
      }
      for (int i = again.size() - 1; i >= 0; i--) {
        putBack(again.get(i), lane, now, change);
      }
      wake(batch.places);
    } finally {
      lock.unlock();
    }
    change.tell(notices, lane.last());
  }

  private void suspect(Lane lane, long now) {
    for (Place place : places) {
      if (place.lane == lane) {
        place.health.suspect(now);
      }
    }
  }

  /** What an answer says about the place. */
  private void judge(Command command, Lane lane, long tookNanos, long now, Change change) {
    Place place = command.place;
    Refusal refusal = command.refusal;
    if (refusal == null || refusal.code().equals("OOM")) {
      // Full is not gone: what drains it still works.
      if (command.probe && place.health.probed(now, tookNanos)) {
        place.up = true;
        change.back(place, now - place.goneNanos);
      } else if (!command.probe) {
        place.health.answered(now);
      }
    } else if (!command.probe) {
      if (refusal.isOutage()) {
        place.health.suspect(now);
      }
    } else if (refusal.next() == Refusal.Next.MOVED && finder != null) {
      route(command, refusal, lane, finder);
      place.health.movedOn(now);
    } else {
      down(place, lane.explain(refusal), now, change);
    }
  }

  private void putBack(Command command, Lane lane, long now, Change change) {
    Place place = command.place;
    Refusal refusal = command.refusal;
    if (refusal == null || !place.up) {
      change.doom(List.of(command), Lane.unavailable("Redis does not answer"));
      return;
    }
    command.via = null;
    switch (refusal.next()) {
      case WITH_TEXT -> command.withText = true;
      case MOVED, ASK -> {
        if (finder == null || refusal.target() == null) {
          change.doom(List.of(command), lane.explain(refusal));
          return;
        }
        route(command, refusal, lane, finder);
      }
      case LATER, FAIL -> {
        lane.reconnectIfReadOnly(refusal);
        command.repeats = PROMPT_REPEATS;
        if (finder != null) {
          finder.refresh();
        }
      }
    }
    if (++command.repeats > PROMPT_REPEATS) {
      place.notBeforeNanos = now + LATER_NANOS;
    }
    place.putBack(command);
  }

  private static void route(Command command, Refusal refusal, Lane lane, LaneFinder finder) {
    Address target = refusal.target();
    if (target == null) {
      return;
    }
    Lane found = finder.at(target, lane);
    if (refusal.next() == Refusal.Next.ASK) {
      command.via = found;
    } else {
      command.place.lane = found;
      finder.refresh();
    }
  }

  private static void wake(List<Place> places) {
    for (Place place : places) {
      Lane next = place.next();
      if (next != null) {
        next.work.signal();
      }
    }
  }

  /** A node is of no use: all that waits for it is answered so, and it is tried from now on. */
  void failLane(Lane lane, @Nullable Batch batch, RedisException why) {
    Change change = new Change();
    lock.lock();
    try {
      if (batch != lane.inFlight || (batch != null && batch.abandoned)) {
        return;
      }
      long now = clock.getAsLong();
      if (batch != null) {
        batch.abandoned = true;
        lane.inFlight = null;
        batch.places.forEach(place -> place.busy = false);
        change.doom(batch.commands, why);
      }
      for (Place place : places) {
        if (place.lane == lane || place.next() == lane) {
          down(place, why, now, change);
        }
      }
      if (finder != null) {
        finder.refresh();
      }
    } finally {
      lock.unlock();
    }
    change.tell(notices, lane.last());
  }

  private static void down(Place place, RedisException why, long now, Change change) {
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

  /** Gives up what waited too long. When to look again. */
  long giveUpOverdue() {
    Overdue overdue = new Overdue();
    lock.lock();
    try {
      overdue.look(lanes, places, clock.getAsLong(), timeoutNanos);
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
      down(place, why, clock.getAsLong(), change);
    } finally {
      lock.unlock();
    }
    change.tell(notices, null);
  }

  /** Takes nothing more; the lanes end when what waits is done. */
  void close() {
    lock.lock();
    try {
      closed = true;
      lanes.forEach(Lane::end);
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
      left = List.copyOf(lanes);
      RedisException why = Lane.unavailable("the link to Redis is closed");
      for (Lane lane : left) {
        Batch batch = lane.inFlight;
        if (batch != null) {
          batch.abandoned = true;
          lane.inFlight = null;
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
