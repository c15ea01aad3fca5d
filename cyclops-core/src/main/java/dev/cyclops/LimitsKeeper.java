/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.delivery.Faults;
import dev.cyclops.filter.ProjectLimiter;
import dev.cyclops.filter.ProjectLimits;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the limits of projects once a second, and keeps what was learned in a file. Has a
 * thread of its own as soon as there is a limit. Thread-safe.
 */
final class LimitsKeeper implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LimitsKeeper.class.getName());
  private static final int SECONDS_BETWEEN_SAVES = 300;
  private static final int SECONDS_TO_END = 2;

  private final ProjectLimiter limiter;
  private final @Nullable Path file;
  private final Faults faults;
  private final ScheduledExecutorService turns =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "cyclops-limits");
            thread.setDaemon(true);
            return thread;
          });
  private boolean loaded;
  private boolean turning;
  private boolean closed;

  /** Whether the last time that it was written failed. */
  private volatile boolean failing;

  LimitsKeeper(ProjectLimiter limiter, @Nullable Path file, Faults faults) {
    this.limiter = limiter;
    this.file = file;
    this.faults = faults;
  }

  /** Takes up what was learned before, and looks after it from now on. */
  synchronized void start() {
    if (!limiter.isOn() || turning || closed) {
      return;
    }
    turning = true;
    if (file != null && !loaded) {
      loaded = true;
      load(file);
    }
    // Neither lets anything out, so neither ever ends by itself.
    var unused = turns.scheduleWithFixedDelay(this::keep, 1, 1, TimeUnit.SECONDS);
    if (file != null) {
      unused =
          turns.scheduleWithFixedDelay(
              () -> save(file), SECONDS_BETWEEN_SAVES, SECONDS_BETWEEN_SAVES, TimeUnit.SECONDS);
    }
  }

  /** What was used up and learned of a project stays as long as its limit does. */
  void change(ProjectLimits limits) {
    limiter.limits(limits);
  }

  private void keep() {
    try {
      limiter.keep();
    } catch (RuntimeException e) {
      faults.report("limits of projects", e);
    }
  }

  private void load(Path file) {
    try {
      limiter.load(file);
    } catch (NoSuchFileException e) {
      LOG.log(Level.DEBUG, "nothing was learned of the projects' traffic before");
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "what was learned of the projects' traffic cannot be read, it is learned anew: "
              + file
              + ": "
              + e.getMessage());
    }
  }

  private void save(Path file) {
    try {
      limiter.save(file);
      if (failing) {
        failing = false;
        LOG.log(Level.INFO, "what is learned of the projects' traffic can be written again");
      }
    } catch (IOException | RuntimeException e) {
      Level level = failing ? Level.DEBUG : Level.WARNING;
      failing = true;
      LOG.log(level, "what is learned of the projects' traffic cannot be written: " + e);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    turns.shutdown();
    try {
      if (!turns.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
        turns.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (turning) {
      keep();
      limiter.end();
      if (file != null) {
        save(file);
      }
    }
  }
}
