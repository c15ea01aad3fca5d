/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.cyclops.launcher.fault.DoorConnection.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Clients that report at a constant pace, whatever the door does: a late answer delays none of the
 * others' due times, and counts from the time at which the event was due. Remembers what was
 * answered with 200. Used by one thread.
 */
final class Load implements AutoCloseable {
  private static final int CLIENTS = 8;

  private final int port;
  private final LongFunction<SampleEvent> events;
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private final AtomicLong number = new AtomicLong();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<Integer, AtomicInteger> otherAnswers = new ConcurrentHashMap<>();
  private final AtomicInteger limited = new AtomicInteger();
  private final AtomicLong slowestNanos = new AtomicLong();

  /**
   * Nobody reports yet.
   *
   * @param events makes the n-th event
   */
  Load(int port, LongFunction<SampleEvent> events) {
    this.port = port;
    this.events = events;
  }

  /** Reports so many events a second for so long; returns when all of them are answered. */
  void run(int perSecond, Duration duration) {
    long count = perSecond * duration.toMillis() / 1000;
    long start = System.nanoTime();
    long interval = SECONDS.toNanos(1) / perSecond;
    AtomicLong next = new AtomicLong();
    List<Future<?>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(
          threads.submit(
              () -> {
                try (Client client = new Client()) {
                  long turn;
                  while ((turn = next.getAndIncrement()) < count) {
                    client.report(start + turn * interval);
                  }
                }
                return null;
              }));
    }
    for (Future<?> client : clients) {
      await(client);
    }
  }

  private static void await(Future<?> client) {
    try {
      client.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a client failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private final class Client implements AutoCloseable {
    private final DoorConnection connection;

    Client() throws IOException {
      connection = new DoorConnection(port);
    }

    void report(long dueNanos) throws IOException {
      for (long wait; (wait = dueNanos - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(this, wait);
      }
      SampleEvent event = events.apply(number.getAndIncrement());
      Answer answer = connection.exchange(event.bytes());
      long nanos = System.nanoTime() - dueNanos;
      slowestNanos.accumulateAndGet(nanos, Math::max);
      if (answer.limited()) {
        limited.incrementAndGet();
      }
      if (answer.status() == 200) {
        acknowledged.add(event.id());
      } else {
        otherAnswers
            .computeIfAbsent(answer.status(), status -> new AtomicInteger())
            .incrementAndGet();
      }
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  /** The ids of the events that were answered with 200. */
  Set<String> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  /** How many answers there were by status, those with 200 apart. */
  Map<Integer, AtomicInteger> otherAnswers() {
    return otherAnswers;
  }

  /** How many answers told of a rate limit. */
  int limited() {
    return limited.get();
  }

  long slowestMillis() {
    return NANOSECONDS.toMillis(slowestNanos.get());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
