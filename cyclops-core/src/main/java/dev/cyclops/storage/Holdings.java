/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import static dev.cyclops.storage.StoredEvent.State.DELAYED;
import static dev.cyclops.storage.StoredEvent.State.GONE;
import static dev.cyclops.storage.StoredEvent.State.LEASED;
import static dev.cyclops.storage.StoredEvent.State.READY;

import dev.cyclops.event.Event;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All events in memory, by project, with the counts of each state: every move of an event from one
 * state to another is a method here, so that the books always balance. Guarded by the lock of its
 * storage.
 */
final class Holdings {
  private static final Comparator<ProjectQueue> BY_BYTES =
      Comparator.<ProjectQueue>comparingLong(queue -> queue.bytes)
          .thenComparingLong(queue -> queue.project);

  final Map<Long, ProjectQueue> projects = new HashMap<>();

  /** A sorted set, so that to find the project that holds the most takes no look at all others. */
  final TreeSet<ProjectQueue> byBytes = new TreeSet<>(BY_BYTES);

  /** The projects with ready events, the next one first. One that has none left leaves at once. */
  private final LinkedHashSet<ProjectQueue> line = new LinkedHashSet<>();

  private final TreeSet<Delay> delays = new TreeSet<>(Delay.BY_TIME);
  private final Map<String, Set<StoredEvent>> lanes = new HashMap<>();
  private final long[] inTier = new long[ShedTier.values().length];
  private long sequence;
  private long bytes;
  private long ready;
  private long leased;
  private long parked;
  private long done;

  void add(Event event) {
    StoredEvent stored = new StoredEvent(event, sequence++);
    ProjectQueue queue = hold(stored);
    queue.arrive(stored);
    ready++;
    standInLine(queue);
  }

  /** A dead letter becomes ready again. */
  void revive(StoredEvent stored) {
    hold(stored);
    makeReady(stored);
  }

  /** Leases the next event, projects in turn; null when all that is ready is paused. */
  @Nullable StoredEvent lease(QueueOrder order, Paused paused) {
    for (int waiting = line.size(); waiting > 0; waiting--) {
      ProjectQueue queue = line.iterator().next();
      line.remove(queue);
      StoredEvent stored = queue.poll(order, paused);
      standInLine(queue);
      if (stored != null) {
        stored.state = LEASED;
        ready--;
        leased++;
        return stored;
      }
    }
    return null;
  }

  void giveBack(StoredEvent stored) {
    leased--;
    makeReady(stored);
  }

  /** Lets it wait for a time, or for the release of a lane. */
  void delay(StoredEvent stored, long atMillis, @Nullable String lane) {
    leased--;
    stored.state = DELAYED;
    Delay delay = new Delay(atMillis, stored, lane);
    delays.add(delay);
    queueOf(stored).delay(delay);
    if (lane != null) {
      lanes.computeIfAbsent(lane, name -> new LinkedHashSet<>()).add(stored);
      parked++;
    }
  }

  /** Makes ready what is parked in a lane. */
  boolean release(String lane) {
    Set<StoredEvent> inLane = lanes.get(lane);
    if (inLane == null) {
      return false;
    }
    for (StoredEvent stored : List.copyOf(inLane)) {
      endDelay(stored);
      makeReady(stored);
    }
    return true;
  }

  /** Makes the events ready whose time has come. */
  void wakeDelayed(long nowMillis) {
    while (!delays.isEmpty() && delays.first().atMillis() <= nowMillis) {
      StoredEvent stored = delays.first().stored();
      endDelay(stored);
      makeReady(stored);
    }
  }

  /** Forgets an event in whatever state; a ready one has to be the oldest of its category. */
  void remove(StoredEvent stored) {
    switch (stored.state) {
      case READY -> {
        ready--;
        ProjectQueue queue = queueOf(stored);
        queue.removeReady(stored, QueueOrder.OLDEST_FIRST);
        if (queue.readyCount == 0) {
          line.remove(queue);
        }
      }
      case DELAYED -> endDelay(stored);
      case LEASED -> leased--;
      case GONE -> throw new IllegalStateException("removed twice");
    }
    stored.state = GONE;
    release(stored);
  }

  private void endDelay(StoredEvent stored) {
    Delay delay = Objects.requireNonNull(queueOf(stored).endDelay(stored));
    delays.remove(delay);
    String lane = delay.lane();
    if (lane != null) {
      parked--;
      Set<StoredEvent> inLane = Objects.requireNonNull(lanes.get(lane));
      inLane.remove(stored);
      if (inLane.isEmpty()) {
        lanes.remove(lane);
      }
    }
  }

  private void makeReady(StoredEvent stored) {
    stored.state = READY;
    ready++;
    ProjectQueue queue = queueOf(stored);
    queue.comeBack(stored);
    standInLine(queue);
  }

  private void standInLine(ProjectQueue queue) {
    if (queue.readyCount > 0) {
      line.add(queue);
    }
  }

  private ProjectQueue hold(StoredEvent stored) {
    ProjectQueue queue = projects.get(stored.event().project());
    if (queue == null) {
      queue = new ProjectQueue(stored.event().project());
      projects.put(queue.project, queue);
      bytes += ProjectQueue.OWN_BYTES;
    } else {
      byBytes.remove(queue);
    }
    count(queue, stored, 1);
    byBytes.add(queue);
    return queue;
  }

  private void release(StoredEvent stored) {
    ProjectQueue queue = queueOf(stored);
    byBytes.remove(queue);
    count(queue, stored, -1);
    if (queue.heldCount > 0) {
      byBytes.add(queue);
    } else {
      projects.remove(queue.project);
      bytes -= ProjectQueue.OWN_BYTES;
    }
  }

  private void count(ProjectQueue queue, StoredEvent stored, int sign) {
    queue.bytes += (long) sign * stored.bytes();
    queue.heldCount += sign;
    bytes += (long) sign * stored.bytes();
    inTier[ShedTier.of(stored.event().category()).index] += sign;
  }

  private ProjectQueue queueOf(StoredEvent stored) {
    return Objects.requireNonNull(projects.get(stored.event().project()));
  }

  boolean hasAny(ShedTier tier) {
    return inTier[tier.index] > 0;
  }

  /** How many projects have something ready. */
  int projectsInLine() {
    return line.size();
  }

  long bytes() {
    return bytes;
  }

  /** By how much {@link #bytes} would grow. */
  long bytesFor(Event event) {
    long own = projects.containsKey(event.project()) ? 0 : ProjectQueue.OWN_BYTES;
    return own + event.heapBytes();
  }

  long ready() {
    return ready;
  }

  long delayed() {
    return delays.size() - parked;
  }

  long parked() {
    return parked;
  }

  void countDone() {
    done++;
  }

  long done() {
    return done;
  }

  long leased() {
    return leased;
  }
}
