/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.RedisException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what is to be done about once a second, in a thread that may wait. */
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(RedisStorage.class);
  private static final long EVERY_MILLIS = 1000;
  private static final long JITTER_MILLIS = 200;

  private final Runnable task;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(runnable -> daemon("upkeep", runnable));

  Upkeep(Runnable task) {
    this.task = task;
  }

  static Thread daemon(String name, Runnable runnable) {
    Thread thread = new Thread(runnable, "cyclops-redis-" + name);
    thread.setDaemon(true);
    return thread;
  }

  /** Not in step with other instances. */
  void start() {
    long jitter = ThreadLocalRandom.current().nextLong(-JITTER_MILLIS, JITTER_MILLIS);
    thread.scheduleWithFixedDelay(
        this::run, EVERY_MILLIS + jitter, EVERY_MILLIS + jitter, TimeUnit.MILLISECONDS);
  }

  /** Does not wait for the next time; once for many that ask together. */
  void soon() {
    if (asked.compareAndSet(false, true)) {
      try {
        thread.execute(this::run);
      } catch (RejectedExecutionException e) {
        // It has been stopped.
      }
    }
  }

  private void run() {
    asked.set(false);
    try {
      task.run();
    } catch (RedisException e) {
      // The link tells of an outage; the next time comes soon.
      LOG.debug("Upkeep has to wait: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("Upkeep failed", e);
    }
  }

  void stop() {
    thread.shutdownNow();
  }
}
