/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for a barrier that may wait. They end by themselves when there is nothing to do. */
final class WorkerPool {
  private static final long IDLE_SECONDS = 30;

  private WorkerPool() {}

  /** Throws a {@code RejectedExecutionException} when all threads and the queue are taken. */
  static Executor create(HttpOptions options) {
    return create("cyclops-http", options.workerThreads(), options.workerQueue());
  }

  /** As {@link #create(HttpOptions)}. */
  static Executor create(String name, int threads, int queue) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
