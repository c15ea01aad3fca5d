/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.CyclopsHealth.Phase;
import dev.cyclops.auth.KeyRing;
import dev.cyclops.delivery.ClientReports;
import dev.cyclops.delivery.DispatcherThread;
import dev.cyclops.filter.ProjectLimits;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * In which order the parts of the barrier start and end. Either happens once, and the two never
 * meet. Thread-safe.
 */
final class Lifecycle {
  /** How long closing waits for events that are just being accepted. */
  private static final Duration AWAIT_ACCEPTS = Duration.ofSeconds(5);

  private final KeyRing keys;
  private final LimitsKeeper limits;
  private final DispatcherThread loop;
  private final StateKeeper watch;
  private final ClientReports reports;
  private final DoorCounters counters;
  private final Resources resources;

  /** Written by who holds the lock; read by every event. */
  private volatile Phase phase = Phase.NEW;

  Lifecycle(
      KeyRing keys,
      LimitsKeeper limits,
      DispatcherThread loop,
      StateKeeper watch,
      ClientReports reports,
      DoorCounters counters,
      Resources resources) {
    this.keys = keys;
    this.limits = limits;
    this.loop = loop;
    this.watch = watch;
    this.reports = reports;
    this.counters = counters;
    this.resources = resources;
  }

  boolean isRunning() {
    return phase == Phase.RUNNING;
  }

  CyclopsHealth health() {
    Phase now = phase;
    return new CyclopsHealth(now, now == Phase.RUNNING ? loop.sinceTurn() : Duration.ZERO);
  }

  /** As {@link Cyclops#start()}. */
  synchronized void start() {
    if (phase != Phase.NEW) {
      throw new IllegalStateException("started or closed before");
    }
    phase = Phase.STARTING;
    try {
      keys.start();
    } catch (IllegalStateException e) {
      close(Duration.ZERO);
      throw e;
    }
    limits.start();
    loop.start();
    watch.start();
    // Last of all: what is accepted finds its keys and its loop.
    phase = Phase.RUNNING;
  }

  /** A start would overlook limits that change between its looking for some and its end. */
  synchronized void projectLimits(ProjectLimits changed) {
    limits.change(changed);
    if (phase == Phase.RUNNING) {
      limits.start();
    }
  }

  /** As {@link Cyclops#close(Duration)}. */
  long close(Duration drainTimeout) {
    if (drainTimeout.isNegative()) {
      throw new IllegalArgumentException("drainTimeout < 0: " + drainTimeout);
    }
    if (phase == Phase.STARTING) {
      // Who starts holds the lock for as long as it waits for the keys.
      keys.close();
    }
    return end(drainTimeout);
  }

  private synchronized long end(Duration drainTimeout) {
    Phase before = phase;
    if (before == Phase.CLOSED) {
      return 0;
    }
    phase = Phase.CLOSED;
    if (before == Phase.RUNNING) {
      awaitAccepts();
      reports.close();
      loop.drain(drainTimeout);
    }
    keys.close();
    limits.close();
    watch.close();
    return resources.close();
  }

  /**
   * An event that was let in before the end is stored before the storage is asked for the last
   * time.
   */
  private void awaitAccepts() {
    long deadline = System.nanoTime() + AWAIT_ACCEPTS.toNanos();
    while (counters.isAnyInside() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(this, 1_000_000);
    }
  }
}
