/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the snapshot of the keys fresh: loads it at start and then at intervals on a thread of its
 * own. A load that fails keeps the last good one. Thread-safe.
 */
public final class KeyRing implements AutoCloseable {
  private static final Logger LOG = System.getLogger(KeyRing.class.getName());

  private final KeySource source;
  private final Duration period;
  private final ScheduledExecutorService refresher =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "cyclops-keys");
            thread.setDaemon(true);
            return thread;
          });
  private volatile ProjectKeys keys = ProjectKeys.of(List.of());
  private boolean failing;

  /**
   * Loads nothing yet.
   *
   * @param source where the keys come from
   * @param period how long from one load to the next, above 0
   */
  public KeyRing(KeySource source, Duration period) {
    this.source = Objects.requireNonNull(source, "source == null");
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("period <= 0: " + period);
    }
    this.period = period;
  }

  /**
   * Loads the keys and goes on doing so.
   *
   * @throws IllegalStateException when the first load fails
   */
  public void start() {
    try {
      keys = load();
    } catch (Exception e) {
      close();
      throw new IllegalStateException("the project keys cannot be loaded: " + e.getMessage(), e);
    }
    if (source.restricts()) {
      // Never done before close, and refresh lets nothing out.
      var unused =
          refresher.scheduleWithFixedDelay(
              this::refresh, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    } else {
      LOG.log(Level.WARNING, "every project and key is let in: access is not restricted");
    }
  }

  /** Has the keys loaded once more, now and on the thread of their own; does not wait for them. */
  public void refreshSoon() {
    if (source.restricts()) {
      try {
        refresher.execute(this::refresh);
      } catch (RejectedExecutionException e) {
        LOG.log(Level.DEBUG, "closed meanwhile, no keys are needed any more");
      }
    }
  }

  /** Loads once more, on the caller's thread. */
  void refresh() {
    try {
      keys = load();
      if (failing) {
        failing = false;
        LOG.log(Level.INFO, "the project keys can be loaded again");
      }
    } catch (Exception | LinkageError e) {
      // An error let out of here would end the refreshing for good, in silence.
      Level level = failing ? Level.DEBUG : Level.WARNING;
      failing = true;
      LOG.log(level, "the project keys cannot be loaded, the last ones stay: " + e);
    }
  }

  private ProjectKeys load() throws Exception {
    return source.restricts() ? ProjectKeys.of(source.load()) : ProjectKeys.openToAll();
  }

  /**
   * The keys of the last good load.
   *
   * @return a snapshot
   */
  public ProjectKeys keys() {
    return keys;
  }

  @Override
  public void close() {
    refresher.shutdownNow();
  }
}
