/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.redis;

import dev.cyclops.benchmarks.load.Latencies;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.redis.queue.RedisStorage;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/** The storage itself: at least once, leases, fair turns, a byte bound. */
final class CyclopsQueue implements QueueContender {
  /** As so many clients do that wait for their answers. */
  private static final int OUTSTANDING = 512;

  private static final int THREADS = 2;
  private static final int SAMPLE = 16;
  private static final int BATCH = 16;

  private final Bodies bodies = new Bodies();
  private final RedisLink link;
  private final Storage storage;

  CyclopsQueue(int port) {
    link = RedisLink.open(RedisOptions.builder().address("127.0.0.1", port).build());
    link.awaitUp(Duration.ofSeconds(10), line -> {});
    storage = RedisStorage.builder(link).maxBytes(8L << 30).build();
  }

  @Override
  public String name() {
    return "RedisStorage";
  }

  @Override
  public Intake fill(long deadlineNanos) {
    Semaphore outstanding = new Semaphore(OUTSTANDING);
    LongAdder stored = new LongAdder();
    LongAdder failed = new LongAdder();
    Latencies latencies = new Latencies();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int first = i;
      Thread thread =
          new Thread(
              () -> {
                for (long n = first; System.nanoTime() - deadlineNanos < 0; n += THREADS) {
                  outstanding.acquireUninterruptibly();
                  long start = System.nanoTime();
                  boolean sampled = n % SAMPLE == 0;
                  storage
                      .put(event(n))
                      .whenComplete(
                          (result, failure) -> {
                            if (failure == null && result.stored()) {
                              stored.increment();
                            } else {
                              failed.increment();
                            }
                            if (sampled) {
                              synchronized (latencies) {
                                latencies.add(System.nanoTime() - start);
                              }
                            }
                            outstanding.release();
                          });
                }
              });
      thread.start();
      threads.add(thread);
    }
    threads.forEach(Joined::join);
    outstanding.acquireUninterruptibly(OUTSTANDING);
    if (failed.sum() > 0) {
      throw new IllegalStateException(failed.sum() + " puts failed");
    }
    return new Intake(stored.sum(), latencies);
  }

  private Event event(long n) {
    long project = Bodies.project(n);
    return Event.store(project, "key", bodies.body(n))
        .accepted(project, "key", EventId.random(), DataCategory.ERROR, text -> text);
  }

  @Override
  public long drain() {
    long drained = 0;
    while (true) {
      List<Delivery> deliveries = storage.next(BATCH, Paused.NOTHING);
      if (deliveries.isEmpty() && storage.totalSize() == 0) {
        return drained;
      }
      deliveries.forEach(storage::markAsDone);
      drained += deliveries.size();
    }
  }

  @Override
  public void close() {
    storage.close();
    link.close();
  }
}
