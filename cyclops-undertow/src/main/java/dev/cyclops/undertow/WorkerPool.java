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
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            options.workerThreads(),
            options.workerThreads(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(options.workerQueue()),
            task -> {
              Thread thread = new Thread(task, "cyclops-http-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
