/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.cyclops.launcher.fault.SampleEvent;
import java.io.IOException;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * As many clients as are needed to report at a constant pace, whoever waits for an answer, and who
 * outlive lost connections. Remembers each exchange. Started and stopped by one thread.
 */
final class FarmLoad implements AutoCloseable {
  private static final int MOST_CLIENTS = 1500;
  private static final int CONNECT_MILLIS = 30_000;
  private static final int ANSWER_MILLIS = 60_000;

  private final int port;
  private final LongFunction<SampleEvent> events;
  private final Deque<HttpConnection> idle = new ConcurrentLinkedDeque<>();
  private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final ThreadPoolExecutor clients =
      new ThreadPoolExecutor(
          0,
          MOST_CLIENTS,
          10,
          SECONDS,
          new SynchronousQueue<>(),
          // Late, since too many wait: that counts from the time at which the event was due.
          new ThreadPoolExecutor.CallerRunsPolicy());
  private long number;
  private volatile boolean stopped = true;
  private Thread pacer = new Thread();

  /**
   * Nobody reports yet.
   *
   * @param events makes the n-th event
   */
  FarmLoad(int port, LongFunction<SampleEvent> events) {
    this.port = port;
    this.events = events;
  }

  /** Reports so many events a second from now on. */
  void start(int perSecond) {
    stopped = false;
    pacer = new Thread(() -> pace(SECONDS.toNanos(1) / perSecond), "pacer");
    pacer.start();
  }

  private void pace(long interval) {
    long due = System.nanoTime();
    while (!stopped) {
      long nanos = due;
      SampleEvent event = events.apply(number++);
      for (long wait; (wait = nanos - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(this, wait);
      }
      waiting.incrementAndGet();
      clients.execute(() -> report(event, nanos));
      due += interval;
    }
  }

  private void report(SampleEvent event, long dueNanos) {
    int status = 0;
    boolean processed = false;
    int count = 0;
    try {
      HttpConnection connection = idle.pollFirst();
      if (connection == null) {
        connection = new HttpConnection(port, CONNECT_MILLIS, ANSWER_MILLIS);
      }
      HttpMessage answer = connection.exchange(event.bytes());
      status = answer.status();
      processed = answer.processed();
      count = answer.count();
      if (answer.last()) {
        connection.close();
      } else {
        idle.addFirst(connection);
      }
    } catch (IOException e) {
      // Not answered, not acknowledged; the connection is not used again.
    }
    exchanges.add(new Exchange(event.id(), dueNanos, System.nanoTime(), status, processed, count));
    waiting.decrementAndGet();
  }

  /** No more events; returns when all have been answered. */
  void stop() throws InterruptedException {
    stopped = true;
    pacer.join();
    while (waiting.get() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** What was answered so far, in that order. */
  List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  @Override
  public void close() {
    stopped = true;
    clients.shutdownNow();
  }
}
