/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Queues in memory under one lock, which is held for a few steps in memory and never while anything
 * waits: what may be long, such as a look along many paused projects or the release of a long lane,
 * lets go of it every few hundred steps. Leases do not run out, since whoever holds them dies with
 * the storage.
 */
final class InMemoryStorage implements Storage {
  static final long MIN_BYTES = 64 << 10;

  /** What {@link #putIfRoom} answers. */
  static final long NO_ROOM = -1;

  /** As well. */
  static final long CLOSED = -2;

  /** So many steps may be taken before others get the lock. */
  private static final int MAX_STEPS = 256;

  private final long maxBytes;
  private final QueueOrder order;
  private final InstantSource clock;
  private final Object lock = new Object();
  private final Queues queues;
  private boolean closed;
  private volatile Runnable onReady = () -> {};
  private volatile DropListener onDropped = DropListener.NOBODY;

  InMemoryStorage(long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {
    if (maxBytes < MIN_BYTES) {
      throw new IllegalArgumentException("maxBytes < " + MIN_BYTES + ": " + maxBytes);
    }
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("maxAge <= 0: " + maxAge);
    }
    this.maxBytes = maxBytes;
    this.clock = Objects.requireNonNull(clock, "clock == null");
    this.order = Objects.requireNonNull(order, "order == null");
    queues = new Queues(maxBytes, maxAge.toMillis());
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    PutResult result = putNow(event);
    return result == null
        ? CompletableFuture.failedFuture(new IllegalStateException("closed"))
        : CompletableFuture.completedFuture(result);
  }

  /** As {@link #put}; null when it is closed. */
  @Nullable PutResult putNow(Event event) {
    Drops drops = Drops.NONE;
    boolean room;
    synchronized (lock) {
      if (closed) {
        return null;
      }
      room = queues.hasRoomFor(event);
      if (!room) {
        drops = new Drops();
        room = queues.makeRoomFor(event, clock.millis(), drops);
      }
      if (room) {
        queues.add(event);
      }
    }
    drops.tell(onDropped);
    if (room) {
      onReady.run();
    }
    return drops.result(room);
  }

  /** Stores an event where nothing has to go for it; how many bytes are held then, or below 0. */
  long putIfRoom(Event event) {
    long bytes;
    synchronized (lock) {
      if (closed || !queues.hasRoomFor(event)) {
        return closed ? CLOSED : NO_ROOM;
      }
      queues.add(event);
      bytes = queues.bytes();
    }
    onReady.run();
    return bytes;
  }

  @Override
  public List<Delivery> next(int max, Paused paused) {
    return lease(max, order, paused);
  }

  @Override
  public List<Delivery> newest(int max, Paused paused) {
    return lease(max, QueueOrder.NEWEST_FIRST, paused);
  }

  private List<Delivery> lease(int max, QueueOrder order, Paused paused) {
    if (max < 1) {
      throw new IllegalArgumentException("max < 1: " + max);
    }
    List<Delivery> deliveries = new ArrayList<>(Math.min(max, 16));
    Drops drops = new Drops();
    long nowMillis = clock.millis();
    Line.@Nullable Pass pass = null;
    boolean over = false;
    try {
      while (!over) {
        synchronized (lock) {
          if (pass == null) {
            pass = queues.begin(order, paused, MAX_STEPS, nowMillis, drops);
          }
          if (pass != null) {
            over = queues.lease(pass, deliveries, max, MAX_STEPS, nowMillis, drops);
          }
        }
      }
    } catch (RuntimeException e) {
      // Out of the caller's paused, who will never hear of these deliveries.
      undo(pass, deliveries);
      throw e;
    } finally {
      drops.tell(onDropped);
    }
    return deliveries;
  }

  private void undo(Line.@Nullable Pass pass, List<Delivery> deliveries) {
    if (pass != null) {
      synchronized (lock) {
        pass.end();
      }
    }
    deliveries.forEach(delivery -> settle(delivery, Settlement.giveBack()));
  }

  @Override
  public void settle(Delivery delivery, Settlement settlement) {
    // What is done makes room and takes none.
    Drops drops = settlement instanceof Settlement.Done ? Drops.NONE : new Drops();
    synchronized (lock) {
      queues.settle((Lease) delivery, settlement, clock, drops);
    }
    drops.tell(onDropped);
    onReady.run();
  }

  /**
   * Leases events that another storage can take over as if they had just come, the oldest of each
   * project first. Each ends in {@link #moved} or in a settlement.
   */
  List<Lease> leaseToMove(int max) {
    Drops drops = new Drops();
    long nowMillis = clock.millis();
    List<Lease> leases = null;
    while (leases == null) {
      synchronized (lock) {
        Line.Pass pass =
            queues.begin(QueueOrder.OLDEST_FIRST, Paused.NOTHING, MAX_STEPS, nowMillis, drops);
        if (pass != null) {
          leases = queues.leaseToMove(pass, max, MAX_STEPS, nowMillis, drops);
        }
      }
    }
    drops.tell(onDropped);
    return leases;
  }

  /**
   * As {@link #leaseToMove}, but of the project that holds the most.
   *
   * @param wanted bytes to be freed, or a little more
   * @param room what they may take elsewhere
   */
  Spill leaseToSpill(long wanted, long room) {
    Drops drops = new Drops();
    Spill spill;
    synchronized (lock) {
      spill = queues.leaseToSpill(wanted, room, MAX_STEPS, clock.millis(), drops);
    }
    drops.tell(onDropped);
    return spill;
  }

  /** Takes nothing more, and leases all that is not in hand, in the order of arrival. */
  List<Remnant> closeAndLeaseAll() {
    synchronized (lock) {
      closed = true;
      return queues.leaseAll();
    }
  }

  /** Keeps what another storage may have taken over or not; nothing when that is known. */
  void giveUpMoving(Lease lease) {
    synchronized (lock) {
      queues.giveUpMoving(lease);
    }
  }

  /** As {@link #moved}, of a dead letter. */
  void movedLetter(String id) {
    synchronized (lock) {
      queues.forgetLetter(id);
    }
  }

  QueueOrder order() {
    return order;
  }

  long maxBytes() {
    return maxBytes;
  }

  /** What all that is held counts for. */
  long bytes() {
    synchronized (lock) {
      return queues.bytes();
    }
  }

  /** Forgets what another storage has taken over; false when the lease had ended before. */
  boolean moved(Lease lease) {
    synchronized (lock) {
      return queues.forget(lease);
    }
  }

  @Override
  public void release(String lane) {
    Objects.requireNonNull(lane, "lane == null");
    int released;
    boolean any = false;
    do {
      synchronized (lock) {
        released = queues.release(lane, MAX_STEPS);
      }
      any |= released > 0;
    } while (released == MAX_STEPS);
    if (any) {
      onReady.run();
    }
  }

  @Override
  public long size(long project) {
    synchronized (lock) {
      return queues.size(project);
    }
  }

  @Override
  public long totalSize() {
    return stats().held();
  }

  @Override
  public Set<Long> projects() {
    List<Long> projects;
    synchronized (lock) {
      projects = queues.projects();
    }
    return Set.copyOf(projects);
  }

  @Override
  public StorageStats stats() {
    synchronized (lock) {
      return queues.stats(clock.millis());
    }
  }

  @Override
  public boolean blocks() {
    return false;
  }

  @Override
  public void onReady(Runnable ready) {
    onReady = Objects.requireNonNull(ready, "ready == null");
  }

  @Override
  public void onDropped(DropListener listener) {
    onDropped = Objects.requireNonNull(listener, "listener == null");
  }

  @Override
  public DeadLetters deadLetters() {
    return new DeadLetterView(
        lock,
        queues,
        clock,
        (drops, revived) -> {
          drops.tell(onDropped);
          if (revived) {
            onReady.run();
          }
        });
  }

  /** Holds nothing that needs freeing; what is left is the caller's to count before. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
  }
}
