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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Queues in memory under one lock, which is held for a few steps in memory and never while anything
 * waits. Leases do not run out, since whoever holds them dies with the storage.
 */
final class InMemoryStorage implements Storage {
  private static final long MIN_BYTES = 64 << 10;
  private static final long MAX_DEAD_BYTES = 64 << 20;
  private static final long SWEEP_MILLIS = 1000;

  private final long maxBytes;
  private final QueueOrder order;
  private final InstantSource clock;
  private final Object lock = new Object();
  private final Holdings holdings;
  private final InMemoryDeadLetters dead;
  private final Shedder shedder;
  private long lateSettlements;
  private long sweptAtMillis;
  private volatile Runnable onReady = () -> {};

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
    PutResult result;
    synchronized (lock) {
      result = putLocked(event);
    }
    if (result.stored()) {
      onReady.run();
    }
    return CompletableFuture.completedFuture(result);
  }

  private PutResult putLocked(Event event) {
    if (shedder.hasRoomFor(event)) {
      add(event);
      return PutResult.accepted();
    }
    Map<ShedReason, Integer> gone = shedder.makeRoomFor(event, clock.millis());
    boolean room = shedder.hasRoomFor(event);
    if (room) {
      add(event);
    }
    return new PutResult(room, gone);
  }

  private void add(Event event) {
    holdings.add(event);
    shedder.onHeld(event);
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
    synchronized (lock) {
      long nowMillis = clock.millis();
      if (nowMillis - sweptAtMillis >= SWEEP_MILLIS) {
        sweptAtMillis = nowMillis;
        shedder.expire(nowMillis);
      }
      holdings.wakeDelayed(nowMillis);
      List<Delivery> deliveries = new ArrayList<>(Math.min(max, 16));
      StoredEvent stored;
      while (deliveries.size() < max && (stored = holdings.lease(order, paused)) != null) {
        if (shedder.isExpired(stored, nowMillis)) {
          shedder.expire(stored);
        } else {
          deliveries.add(new Lease(stored));
        }
      }
      return deliveries;
    }
  }

  @Override
  public void settle(Delivery delivery, Settlement settlement) {
    Lease lease = (Lease) delivery;
    synchronized (lock) {
      if (lease.end()) {
        settleLocked(lease.stored, settlement);
      } else {
        lateSettlements++;
      }
    }
    onReady.run();
  }

  private void settleLocked(StoredEvent stored, Settlement settlement) {
    // A chain of tests, since a switch over types is not final before Java 21.
    if (settlement instanceof Settlement.Retry retry) {
      if (retry.countsAsAttempt()) {
        stored.countAttempt();
      }
      holdings.delay(stored, retry.atMillis(), null);
      shedder.onHeld(stored.event());
    } else if (settlement instanceof Settlement.Park park) {
      holdings.delay(stored, park.untilMillis(), park.lane());
      shedder.onHeld(stored.event());
    } else if (settlement instanceof Settlement.GiveBack) {
      holdings.giveBack(stored);
      shedder.onHeld(stored.event());
    } else {
      holdings.remove(stored);
      if (settlement instanceof Settlement.DeadLetter letter) {
        dead.add(stored, letter.reason(), clock.millis());
      } else {
        holdings.countDone();
      }
    }
  }

  @Override
  public void release(String lane) {
    boolean any;
    synchronized (lock) {
      any = holdings.release(lane);
    }
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
  public DeadLetters deadLetters() {
    return new DeadLetterView();
  }

  /** Holds nothing that needs freeing; what is left is the caller's to count before. */
  @Override
  public void close() {}

  private final class DeadLetterView implements DeadLetters {
    @Override
    public List<DeadLetter> list(int max) {
      synchronized (lock) {
        return dead.list(max);
      }
    }

    @Override
    public List<DeadLetter> list(int max, String after) {
      synchronized (lock) {
        return dead.list(max, after);
      }
    }

    @Override
    public Optional<DeadLetter> find(String id) {
      synchronized (lock) {
        return dead.find(id);
      }
    }

    @Override
    public boolean retry(String id) {
      synchronized (lock) {
        StoredEvent stored = dead.remove(id);
        if (stored == null) {
          return false;
        }
        dead.countRevived();
        holdings.revive(stored);
        shedder.onHeld(stored.event());
      }
      onReady.run();
      return true;
    }

    @Override
    public boolean drop(String id) {
      synchronized (lock) {
        return dead.remove(id) != null;
      }
    }
  }
}
