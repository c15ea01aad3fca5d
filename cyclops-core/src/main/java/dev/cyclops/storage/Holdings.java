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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All events in memory, by project, with the counts of each state: every move of an event from one
 * state to another is a method here, so that the books always balance. Guarded by the lock of its
 * storage.
 */
final class Holdings {
  final Map<Long, ProjectQueue> projects = new HashMap<>();
  final Ranks ranks = new Ranks();
  private final Line line = new Line();
  private final Waiting waiting = new Waiting();
  private long sequence;
  private long bytes;
  private long ready;
  private long leased;
  private long done;

  StoredEvent add(Event event) {
    return add(new StoredEvent(event, sequence++));
  }

  /** A dead letter becomes the youngest event, as if it had just arrived. */
  StoredEvent revive(Event event, long nowMillis) {
    return add(new RevivedEvent(event, sequence++, nowMillis));
  }

  private StoredEvent add(StoredEvent stored) {
    ProjectQueue queue = projects.get(stored.event().project());
    if (queue == null) {
      queue = newQueue(stored.event().project());
    } else {
      ranks.leave(queue);
    }
    queue.heldCount++;
    addBytes(queue, stored.bytes());
    queue.countAtHand(stored.tier(), 1, stored.bytes());
    ranks.join(queue);
    queue.arrive(stored);
    ready++;
    line.join(queue);
    return stored;
  }

  private ProjectQueue newQueue(long project) {
    ProjectQueue queue = new ProjectQueue(project);
    projects.put(project, queue);
    bytes += ProjectQueue.OWN_BYTES;
    return queue;
  }

  /** Begins a pass along the projects with ready events. */
  Line.Pass pass(QueueOrder order, Paused paused) {
    return line.pass(order, paused);
  }

  /** Leases the oldest ready event of a project; null when there is none. */
  @Nullable StoredEvent leaseOldest(ProjectQueue queue) {
    StoredEvent stored = queue.poll(QueueOrder.OLDEST_FIRST, Paused.NOTHING);
    if (queue.readyCount == 0) {
      line.leave(queue);
    }
    if (stored != null) {
      lease(queue, stored);
    }
    return stored;
  }

  /** Leases the next event of a pass; null when the project asked has none that may be sent. */
  @Nullable StoredEvent lease(Line.Pass pass) {
    ProjectQueue queue = pass.first();
    StoredEvent stored = pass.poll(queue);
    if (stored != null) {
      lease(queue, stored);
    }
    return stored;
  }

  private void lease(ProjectQueue queue, StoredEvent stored) {
    stored.state(LEASED);
    ready--;
    leased++;
    takeFromHand(queue, stored.tier(), stored.bytes());
  }

  /** The bytes of the project stay: its places change only where nothing is left at hand. */
  private void takeFromHand(ProjectQueue queue, ShedTier tier, long freed) {
    if (queue.atHand[tier.index] == 1) {
      ranks.of(tier).remove(queue);
    }
    queue.countAtHand(tier, -1, -freed);
  }

  void giveBack(StoredEvent stored) {
    leased--;
    ProjectQueue queue = queueOf(stored);
    ShedTier tier = stored.tier();
    queue.countAtHand(tier, 1, stored.bytes());
    if (queue.atHand[tier.index] == 1) {
      ranks.of(tier).add(queue);
    }
    makeReady(queue, stored);
  }

  /** Lets it wait for a time, or for the release of a lane. */
  void delay(StoredEvent stored, long atMillis, @Nullable String lane) {
    leased--;
    stored.state(DELAYED);
    ProjectQueue queue = queueOf(stored);
    queue.delay(waiting.add(stored, atMillis, lane));
    ranks.leave(queue);
    addBytes(queue, Delay.BYTES);
    queue.countAtHand(stored.tier(), 1, stored.bytes() + Delay.BYTES);
    ranks.join(queue);
  }

  /**
   * Makes ready some of what is parked in a lane.
   *
   * @return how many, 0 when nothing is parked there any more
   */
  int release(String lane, int max) {
    int released = 0;
    StoredEvent stored;
    while (released < max && (stored = waiting.anyIn(lane)) != null) {
      wake(stored);
      released++;
    }
    return released;
  }

  /**
   * Makes ready some of the events whose time has come.
   *
   * @return how many, 0 when there are no more
   */
  int wakeDelayed(long nowMillis, int max) {
    int woken = 0;
    StoredEvent stored;
    while (woken < max && (stored = waiting.firstDue(nowMillis)) != null) {
      wake(stored);
      woken++;
    }
    return woken;
  }

  /** Makes ready all that waits, for whatever; answers for what it did. */
  List<Delay> wakeAll() {
    List<Delay> all = waiting.all();
    all.forEach(delay -> wake(delay.stored()));
    return all;
  }

  private void wake(StoredEvent stored) {
    ProjectQueue queue = queueOf(stored);
    endDelay(queue, stored);
    ranks.leave(queue);
    addBytes(queue, -Delay.BYTES);
    queue.countAtHand(stored.tier(), 0, -Delay.BYTES);
    ranks.join(queue);
    makeReady(queue, stored);
  }

  private void endDelay(ProjectQueue queue, StoredEvent stored) {
    waiting.end(Objects.requireNonNull(queue.endDelay(stored)));
  }

  private void makeReady(ProjectQueue queue, StoredEvent stored) {
    stored.state(READY);
    ready++;
    queue.comeBack(stored);
    line.join(queue);
  }

  /** Forgets an event in whatever state; a ready one has to be the oldest of its category. */
  void remove(StoredEvent stored) {
    ProjectQueue queue = queueOf(stored);
    ranks.leave(queue);
    long freed = stored.bytes();
    switch (stored.state()) {
      case READY -> {
        ready--;
        queue.removeReady(stored, QueueOrder.OLDEST_FIRST);
        if (queue.readyCount == 0) {
          line.leave(queue);
        }
        queue.countAtHand(stored.tier(), -1, -freed);
      }
      case DELAYED -> {
        endDelay(queue, stored);
        freed += Delay.BYTES;
        queue.countAtHand(stored.tier(), -1, -freed);
      }
      case LEASED -> leased--;
      case GONE -> throw new IllegalStateException("removed twice");
    }
    stored.state(GONE);
    queue.heldCount--;
    addBytes(queue, -freed);
    if (queue.heldCount > 0) {
      ranks.join(queue);
    } else {
      projects.remove(queue.project);
      bytes -= ProjectQueue.OWN_BYTES;
    }
  }

  private void addBytes(ProjectQueue queue, long more) {
    queue.bytes += more;
    bytes += more;
  }

  private ProjectQueue queueOf(StoredEvent stored) {
    return Objects.requireNonNull(projects.get(stored.event().project()));
  }

  /** How many projects have something ready. */
  int projectsInLine() {
    return line.size();
  }

  long bytes() {
    return bytes + waiting.laneBytes();
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
    return waiting.delayed();
  }

  long parked() {
    return waiting.parked();
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
