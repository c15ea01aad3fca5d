/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Route;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts events into a storage as the door does, takes them out as the sending loop does, and writes
 * down in {@link LoadJournal} what became of each. Nothing that the storage does stops it.
 */
final class StorageLoad implements AutoCloseable {
  /** What the door may wait for at once. */
  private static final int IN_FLIGHT = 512;

  /** What the sending loop has in hand at most. */
  static final int IN_HAND = 64;

  private static final int BODY_BYTES = 500;

  /** Each in a shard of its own, or nearly. */
  private static final int PROJECTS = 200;

  /** A delivery and how it ended, until the storage knows. */
  private record Ended(Delivery delivery, Settlement settlement) {}

  private final Storage storage;
  private final LoadJournal journal = new LoadJournal();
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
  private final Queue<Ended> unsettled = new ArrayDeque<>();
  private final Thread door;
  private final Thread sender;
  private volatile boolean putting = true;
  private volatile boolean sending = true;
  private volatile boolean closed;

  private StorageLoad(Storage storage, int perSecond) {
    this.storage = storage;
    door = new Thread(() -> put(perSecond), "load-door");
    sender = new Thread(this::send, "load-sender");
  }

  /**
   * Begins.
   *
   * @param storage stays open
   * @param perSecond how many are put
   */
  static StorageLoad start(Storage storage, int perSecond) {
    StorageLoad load = new StorageLoad(storage, perSecond);
    load.door.start();
    load.sender.start();
    return load;
  }

  /** What became of the events until now. */
  LoadJournal journal() {
    return journal;
  }

  private void put(int perSecond) {
    long number = 0;
    long beginNanos = System.nanoTime();
    while (putting) {
      long dueNanos = beginNanos + number * TimeUnit.SECONDS.toNanos(1) / perSecond;
      LockSupport.parkNanos(dueNanos - System.nanoTime());
      inFlight.acquireUninterruptibly();
      putOne(event(1 + number % PROJECTS));
      number++;
    }
  }

  private void putOne(Event event) {
    EventId id = Objects.requireNonNull(event.id());
    long begunNanos = System.nanoTime();
    try {
      storage.put(event).whenComplete((result, failure) -> ended(id, begunNanos, result, failure));
    } catch (RuntimeException e) {
      ended(id, begunNanos, null, e);
    }
  }

  private void ended(
      EventId id, long begunNanos, @Nullable PutResult result, @Nullable Throwable failure) {
    journal.put(id, System.nanoTime() - begunNanos, result, failure);
    inFlight.release();
  }

  private static Event event(long project) {
    return Event.builder(Route.STORE)
        .project(project)
        .path("/api/" + project + "/store/")
        .body(new byte[BODY_BYTES])
        .arrivedAt(Instant.now())
        .build()
        .accepted(
            project, "public", EventId.random(), DataCategory.ERROR, UnaryOperator.identity());
  }

  private void send() {
    while (!closed) {
      if (!sending || !sendSome()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
    }
  }

  private boolean sendSome() {
    try {
      settleAll();
      List<Delivery> deliveries = storage.next(IN_HAND, Paused.NOTHING);
      for (Delivery delivery : deliveries) {
        // One in eight is tried a second time, so that a fault meets delayed ones as well.
        boolean again = delivery.attempts() == 0 && delivery.event().project() % 8 == 0;
        if (!again) {
          journal.sent(Objects.requireNonNull(delivery.event().id()));
        }
        Settlement end =
            again ? Settlement.retryAt(System.currentTimeMillis() + 100) : Settlement.done();
        unsettled.add(new Ended(delivery, end));
      }
      settleAll();
      return !deliveries.isEmpty();
    } catch (RuntimeException e) {
      journal.failed(e);
      return false;
    }
  }

  private void settleAll() {
    for (Ended ended = unsettled.peek(); ended != null; ended = unsettled.peek()) {
      storage.settle(ended.delivery(), ended.settlement());
      unsettled.remove();
    }
  }

  /** Nothing is taken out from now on. */
  void stopSending() {
    sending = false;
  }

  /** As before {@link #stopSending()}. */
  void goOnSending() {
    sending = true;
  }

  /** Nothing is put from now on; waits for the puts that are on their way. */
  void stopPutting() {
    putting = false;
    try {
      door.join();
      if (!inFlight.tryAcquire(IN_FLIGHT, 120, TimeUnit.SECONDS)) {
        throw new AssertionError(
            "puts that never end: " + (IN_FLIGHT - inFlight.availablePermits()));
      }
      inFlight.release(IN_FLIGHT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    putting = false;
    closed = true;
    try {
      door.join(30_000);
      sender.join(30_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
