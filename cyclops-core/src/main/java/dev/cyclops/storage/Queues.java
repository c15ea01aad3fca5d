/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a storage in memory does, each method a few steps: puts, leases and settles events and looks
 * after their age. Guarded by the lock of its storage.
 */
final class Queues {
  private static final long MAX_DEAD_BYTES = 64 << 20;
  private static final long SWEEP_MILLIS = 1000;

  private final long maxBytes;
  private final Holdings holdings = new Holdings();
  private final InMemoryDeadLetters dead;
  private final Shedder shedder;
  private long lateSettlements;
  private long sweptAtMillis;

  Queues(long maxBytes, long maxAgeMillis) {
    this.maxBytes = maxBytes;
    dead = new InMemoryDeadLetters(Math.min(MAX_DEAD_BYTES, maxBytes / 8));
    shedder = new Shedder(holdings, dead, maxBytes, maxAgeMillis);
  }

  boolean hasRoomFor(Event event) {
    return shedder.hasRoomFor(event);
  }

  /** Makes room and answers true, or gives up nothing but what has expired. */
  boolean makeRoomFor(Event event, long nowMillis, Drops drops) {
    sweep(nowMillis, drops);
    return shedder.makeRoomFor(event, nowMillis, drops);
  }

  void add(Event event) {
    shedder.onHeld(holdings.add(event));
  }

  /** Not at each call: it may look at every project. */
  private void sweep(long nowMillis, Drops drops) {
    if (nowMillis - sweptAtMillis >= SWEEP_MILLIS || nowMillis < sweptAtMillis) {
      sweptAtMillis = nowMillis;
      shedder.expire(nowMillis, drops);
      dead.forgetAged(nowMillis);
    }
  }

  /** Wakes some events; the answer is null as long as there are more to be woken. */
  Line.@Nullable Pass begin(
      QueueOrder order, Paused paused, int maxSteps, long nowMillis, Drops drops) {
    sweep(nowMillis, drops);
    boolean more = holdings.wakeDelayed(nowMillis, maxSteps) == maxSteps;
    return more ? null : holdings.pass(order, paused);
  }

  /** Some steps of a pass, until there are so many deliveries; true when it is over. */
  boolean lease(
      Line.Pass pass,
      List<Delivery> deliveries,
      int max,
      int maxSteps,
      long nowMillis,
      Drops drops) {
    for (int step = 0; step < maxSteps; step++) {
      if (deliveries.size() == max || pass.isOver()) {
        pass.end();
        return true;
      }
      StoredEvent stored = holdings.lease(pass);
      if (stored != null && shedder.isExpired(stored, nowMillis)) {
        shedder.expire(stored, drops);
      } else if (stored != null) {
        deliveries.add(new Lease(stored));
      }
    }
    return false;
  }

  /** The first movable ones that so many steps of a pass come upon; ends the pass. */
  List<Lease> leaseToMove(Line.Pass pass, int max, int maxSteps, long nowMillis, Drops drops) {
    List<Lease> leases = new ArrayList<>();
    List<StoredEvent> notMovable = new ArrayList<>();
    for (int step = 0; step < maxSteps && leases.size() < max && !pass.isOver(); step++) {
      StoredEvent stored = holdings.lease(pass);
      if (stored != null && shedder.isExpired(stored, nowMillis)) {
        shedder.expire(stored, drops);
      } else if (stored != null && stored.isMovable()) {
        leases.add(new Lease(stored));
      } else if (stored != null) {
        notMovable.add(stored);
      }
    }
    pass.end();
    giveBack(notMovable);
    return leases;
  }

  /**
   * The oldest movable ones of the project that holds the most, or of the next one where that has
   * none.
   *
   * @param wanted bytes to be freed, or a little more
   * @param room what they may take elsewhere, each with a project of its own
   */
  Spill leaseToSpill(long wanted, long room, int maxSteps, long nowMillis, Drops drops) {
    sweep(nowMillis, drops);
    List<Lease> leases = new ArrayList<>();
    List<StoredEvent> notMovable = new ArrayList<>();
    long missing = wanted;
    long left = room;
    int steps = 0;
    boolean ordered = true;
    for (ProjectQueue queue : holdings.ranks.largestReady(maxSteps)) {
      StoredEvent stored = null;
      while (missing > 0
          && left > 0
          && steps++ < maxSteps
          && (stored = holdings.leaseOldest(queue)) != null) {
        if (shedder.isExpired(stored, nowMillis)) {
          shedder.expire(stored, drops);
          continue;
        }
        long cost = (long) stored.bytes() + ProjectQueue.OWN_BYTES;
        if (stored.isMovable() && cost <= left) {
          leases.add(new Lease(stored));
          left -= cost;
          missing -= stored.bytes();
        } else {
          notMovable.add(stored);
          ordered &= stored.isMovable();
          left = stored.isMovable() ? 0 : left;
        }
      }
      ordered &= queue.heldCount == queue.readyCount + leases.size() + notMovable.size();
      if (!leases.isEmpty() || steps >= maxSteps) {
        break;
      }
    }
    giveBack(notMovable);
    return new Spill(leases, ordered);
  }

  private void giveBack(List<StoredEvent> leased) {
    for (StoredEvent stored : leased) {
      holdings.giveBack(stored);
      shedder.onHeld(stored);
    }
  }

  /** All that is not in hand, in the order of arrival. */
  List<Remnant> leaseAll() {
    Map<StoredEvent, Delay> delays = new HashMap<>();
    holdings.wakeAll().forEach(delay -> delays.put(delay.stored(), delay));
    List<Remnant> all = new ArrayList<>();
    for (ProjectQueue queue : List.copyOf(holdings.projects.values())) {
      StoredEvent stored;
      while ((stored = holdings.leaseOldest(queue)) != null) {
        Delay delay = delays.get(stored);
        Lane lane = delay == null ? null : delay.lane();
        all.add(
            new Remnant(
                new Lease(stored),
                delay == null ? 0 : delay.atMillis(),
                lane == null ? null : lane.name));
      }
    }
    all.sort(Comparator.comparingLong(remnant -> remnant.lease().stored.sequence()));
    return all;
  }

  /** Ends a lease without a settlement, unless it has ended. */
  void giveUpMoving(Lease lease) {
    if (lease.end()) {
      giveBack(List.of(lease.stored));
    }
  }

  /** Forgets a dead letter that somebody else accounts for from now on. */
  void forgetLetter(String id) {
    if (dead.remove(id) != null) {
      dead.countRevived();
    }
  }

  long bytes() {
    return holdings.bytes() + dead.bytes();
  }

  /** Ends a lease of what somebody else accounts for from now on; false when it had ended. */
  boolean forget(Lease lease) {
    boolean first = lease.end();
    if (first) {
      holdings.remove(lease.stored);
    }
    return first;
  }

  int release(String lane, int maxSteps) {
    return holdings.release(lane, maxSteps);
  }

  /** Reads the clock only where the time matters, since most deliveries end as done. */
  void settle(Lease lease, Settlement settlement, InstantSource clock, Drops drops) {
    if (!lease.end()) {
      lateSettlements++;
      return;
    }
    StoredEvent stored = lease.stored;
    // A chain of tests, since a switch over types is not final before Java 21.
    if (settlement instanceof Settlement.Done) {
      holdings.remove(stored);
      holdings.countDone();
      return;
    }
    if (settlement instanceof Settlement.DeadLetter letter) {
      holdings.remove(stored);
      dead.add(stored.event(), letter.reason(), clock.millis());
    } else {
      if (settlement instanceof Settlement.Retry retry) {
        if (retry.countsAsAttempt()) {
          stored.countAttempt();
        }
        holdings.delay(stored, retry.atMillis(), null);
      } else if (settlement instanceof Settlement.Park park) {
        holdings.delay(stored, park.untilMillis(), park.lane());
      } else {
        holdings.giveBack(stored);
      }
      shedder.onHeld(stored);
    }
    if (shedder.isOverBound()) {
      shedder.keepBound(stored.event().project(), clock.millis(), drops);
    }
  }

  long size(long project) {
    ProjectQueue queue = holdings.projects.get(project);
    return queue == null ? 0 : queue.heldCount;
  }

  List<Long> projects() {
    return List.copyOf(holdings.projects.keySet());
  }

  /** The dead letters that are not too old. */
  InMemoryDeadLetters dead(long nowMillis) {
    dead.forgetAged(nowMillis);
    return dead;
  }

  /** Sends a dead letter once more; false when it is not there, or there is no room. */
  boolean revive(String id, long nowMillis, Drops drops) {
    InMemoryDeadLetters.Entry entry = dead(nowMillis).remove(id);
    if (entry == null) {
      return false;
    }
    Event event = entry.event();
    if (!hasRoomFor(event) && !makeRoomFor(event, nowMillis, drops)) {
      dead.putBack(entry);
      return false;
    }
    dead.countRevived();
    shedder.onHeld(holdings.revive(event, nowMillis));
    return true;
  }

  StorageStats stats(long nowMillis) {
    dead.forgetAged(nowMillis);
    return new StorageStats(
        0,
        holdings.done(),
        holdings.ready(),
        holdings.delayed(),
        holdings.leased(),
        holdings.parked(),
        dead.size(),
        bytes(),
        maxBytes,
        shedder.shed(),
        shedder.expired(),
        dead.total(),
        lateSettlements);
  }
}
