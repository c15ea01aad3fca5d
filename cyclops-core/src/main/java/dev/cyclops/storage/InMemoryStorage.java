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
import java.util.Optional;
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
  private static final long MIN_BYTES = 64 << 10;
  private static final long MAX_DEAD_BYTES = 64 << 20;
  private static final long SWEEP_MILLIS = 1000;

  /** So many steps may be taken before others get the lock. */
  private static final int MAX_STEPS = 256;

  private final long maxBytes;
  private final QueueOrder order;
  private final InstantSource clock;
  private final Object lock = new Object();
  private final Holdings holdings;
  private final InMemoryDeadLetters dead;
  private final Shedder shedder;
  private long lateSettlements;
  private long sweptAtMillis;
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
    holdings = new Holdings();
    dead = new InMemoryDeadLetters(Math.min(MAX_DEAD_BYTES, maxBytes / 8));
    shedder = new Shedder(holdings, dead, maxBytes, maxAge.toMillis());
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    Drops drops = new Drops();
    boolean room;
    synchronized (lock) {
      if (closed) {
        return CompletableFuture.failedFuture(new IllegalStateException("closed"));
      }
      room = shedder.hasRoomFor(event) || makeRoomFor(event, clock.millis(), drops);
      if (room) {
        shedder.onHeld(holdings.add(event));
      }
    }
    drops.tell(onDropped);
    if (room) {
      onReady.run();
    }
    return CompletableFuture.completedFuture(drops.result(room));
  }

  private boolean makeRoomFor(Event event, long nowMillis, Drops drops) {
    sweep(nowMillis, drops);
    return shedder.makeRoomFor(event, nowMillis, drops);
  }

  /** Not at each call: it may look at every project. */
  private void sweep(long nowMillis, Drops drops) {
    if (nowMillis - sweptAtMillis >= SWEEP_MILLIS || nowMillis < sweptAtMillis) {
      sweptAtMillis = nowMillis;
      shedder.expire(nowMillis, drops);
      dead.forgetAged(nowMillis);
    }
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
            pass = begin(order, paused, nowMillis, drops);
          }
          if (pass != null) {
            over = lease(pass, max, nowMillis, deliveries, drops);
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

  /** Null as long as there are more events to be woken. */
  private Line.@Nullable Pass begin(QueueOrder order, Paused paused, long nowMillis, Drops drops) {
    sweep(nowMillis, drops);
    boolean more = holdings.wakeDelayed(nowMillis, MAX_STEPS) == MAX_STEPS;
    return more ? null : holdings.pass(order, paused);
  }

  /** Some steps of a pass; true when it is over. */
  private boolean lease(
      Line.Pass pass, int max, long nowMillis, List<Delivery> deliveries, Drops drops) {
    for (int step = 0; step < MAX_STEPS; step++) {
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
    Lease lease = (Lease) delivery;
    Drops drops = new Drops();
    synchronized (lock) {
      if (lease.end()) {
        settle(lease.stored, settlement, drops);
      } else {
        lateSettlements++;
      }
    }
    drops.tell(onDropped);
    onReady.run();
  }

  private void settle(StoredEvent stored, Settlement settlement, Drops drops) {
    // A chain of tests, since a switch over types is not final before Java 21.
    if (settlement instanceof Settlement.Retry retry) {
      if (retry.countsAsAttempt()) {
        stored.countAttempt();
      }
      delay(stored, retry.atMillis(), null, drops);
    } else if (settlement instanceof Settlement.Park park) {
      delay(stored, park.untilMillis(), park.lane(), drops);
    } else if (settlement instanceof Settlement.GiveBack) {
      holdings.giveBack(stored);
      shedder.onHeld(stored);
    } else {
      holdings.remove(stored);
      if (settlement instanceof Settlement.DeadLetter letter) {
        long nowMillis = clock.millis();
        dead.add(stored.event(), letter.reason(), nowMillis);
        shedder.keepBound(stored.event().project(), nowMillis, drops);
      } else {
        holdings.countDone();
      }
    }
  }

  private void delay(StoredEvent stored, long atMillis, @Nullable String lane, Drops drops) {
    holdings.delay(stored, atMillis, lane);
    shedder.onHeld(stored);
    shedder.keepBound(stored.event().project(), clock.millis(), drops);
  }

  @Override
  public void release(String lane) {
    Objects.requireNonNull(lane, "lane == null");
    int released;
    boolean any = false;
    do {
      synchronized (lock) {
        released = holdings.release(lane, MAX_STEPS);
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
      ProjectQueue queue = holdings.projects.get(project);
      return queue == null ? 0 : queue.heldCount;
    }
  }

  @Override
  public long totalSize() {
    return stats().held();
  }

  @Override
  public Set<Long> projects() {
    synchronized (lock) {
      return Set.copyOf(holdings.projects.keySet());
    }
  }

  @Override
  public StorageStats stats() {
    synchronized (lock) {
      dead.forgetAged(clock.millis());
      return new StorageStats(
          0,
          holdings.done(),
          holdings.ready(),
          holdings.delayed(),
          holdings.leased(),
          holdings.parked(),
          dead.size(),
          holdings.bytes() + dead.bytes(),
          maxBytes,
          shedder.shed(),
          shedder.expired(),
          dead.total(),
          lateSettlements);
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
    return new DeadLetterView();
  }

  /** Holds nothing that needs freeing; what is left is the caller's to count before. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
  }

  private final class DeadLetterView implements DeadLetters {
    @Override
    public List<DeadLetter> list(int max) {
      synchronized (lock) {
        dead.forgetAged(clock.millis());
        return dead.list(max);
      }
    }

    @Override
    public List<DeadLetter> list(int max, String after) {
      synchronized (lock) {
        dead.forgetAged(clock.millis());
        return dead.list(max, after);
      }
    }

    @Override
    public Optional<DeadLetter> find(String id) {
      synchronized (lock) {
        dead.forgetAged(clock.millis());
        return dead.find(id);
      }
    }

    @Override
    public boolean retry(String id) {
      Drops drops = new Drops();
      synchronized (lock) {
        long nowMillis = clock.millis();
        dead.forgetAged(nowMillis);
        InMemoryDeadLetters.Entry entry = dead.remove(id);
        if (entry == null) {
          return false;
        }
        Event event = entry.event();
        if (!shedder.hasRoomFor(event) && !makeRoomFor(event, nowMillis, drops)) {
          dead.putBack(entry);
          return false;
        }
        dead.countRevived();
        shedder.onHeld(holdings.revive(event, nowMillis));
      }
      drops.tell(onDropped);
      onReady.run();
      return true;
    }

    @Override
    public boolean drop(String id) {
      synchronized (lock) {
        dead.forgetAged(clock.millis());
        return dead.remove(id) != null;
      }
    }
  }
}
