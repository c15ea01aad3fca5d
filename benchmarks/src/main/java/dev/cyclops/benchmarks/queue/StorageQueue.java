/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.queue;

import dev.cyclops.benchmarks.load.Latencies;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** One of our storages: at least once, leases, fair turns, a byte bound. */
final class StorageQueue implements QueueContender {
  private static final int THREADS = 2;
  private static final int SAMPLE = 16;
  private static final int BATCH = 16;

  private final Bodies bodies = new Bodies();
  private final Storage storage;
  private final Runnable afterwards;

  /**
   * Takes over the storage.
   *
   * @param afterwards runs when it is closed
   */
  StorageQueue(Storage storage, Runnable afterwards) {
    this.storage = storage;
    this.afterwards = afterwards;
  }

  @Override
  public Intake fill(int underWay, long deadlineNanos) {
    Semaphore free = new Semaphore(underWay);
    LongAdder stored = new LongAdder();
    LongAdder failed = new LongAdder();
    AtomicReference<Throwable> reason = new AtomicReference<>();
    Latencies latencies = new Latencies();
    List<Thread> threads = new ArrayList<>();
    int count = Math.min(THREADS, underWay);
    int sample = Math.min(SAMPLE, underWay);
    for (int i = 0; i < count; i++) {
      int first = i;
      Thread thread =
          new Thread(
              () -> {
                for (long n = first; System.nanoTime() - deadlineNanos < 0; n += count) {
                  free.acquireUninterruptibly();
                  long start = System.nanoTime();
                  boolean sampled = n / count % sample == 0;
                  storage
                      .put(event(n))
                      .whenComplete(
                          (result, failure) -> {
                            if (failure == null && result.stored()) {
                              stored.increment();
                            } else {
                              failed.increment();
                              reason.set(failure);
                            }
                            if (sampled) {
                              synchronized (latencies) {
                                latencies.add(System.nanoTime() - start);
                              }
                            }
                            free.release();
                          });
                }
              });
      thread.start();
      threads.add(thread);
    }
    threads.forEach(Joined::join);
    free.acquireUninterruptibly(underWay);
    if (failed.sum() > 0) {
      throw new IllegalStateException(failed.sum() + " puts failed", reason.get());
    }
    return new Intake(stored.sum(), latencies);
  }

  private Event event(long n) {
    long project = Bodies.project(n);
    return Event.store(project, "key", bodies.body(n))
        .accepted(project, "key", EventId.random(), DataCategory.ERROR, text -> text);
  }

  @Override
  public long drain(long deadlineNanos) {
    long drained = 0;
    while (System.nanoTime() - deadlineNanos < 0) {
      List<Delivery> deliveries = storage.next(BATCH, Paused.NOTHING);
      if (deliveries.isEmpty() && storage.totalSize() == 0) {
        return drained;
      }
      deliveries.forEach(storage::markAsDone);
      drained += deliveries.size();
    }
    return drained;
  }

  @Override
  public void close() {
    storage.close();
    afterwards.run();
  }
}
