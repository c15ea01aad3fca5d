/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that turns what moves events: a daemon that exists from the first time on that it is
 * woken. Thread-safe.
 */
final class MoverThread {
  private static final Logger LOG = System.getLogger("dev.cyclops.storage");

  private final Moving mover;
  private final Thread thread;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean closing;
  private volatile long deadlineNanos;

  MoverThread(Moving mover, String name) {
    this.mover = mover;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    mover.onAnswers(() -> LockSupport.unpark(thread));
  }

  void wake() {
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
    LockSupport.unpark(thread);
  }

  private void run() {
    Level level = Level.WARNING;
    while (!closing) {
      long wait = Mover.POLL_NANOS;
      try {
        wait = mover.turn(System.nanoTime());
      } catch (RuntimeException e) {
        LOG.log(level, "exception in the mover", e);
        level = Level.DEBUG;
      }
      if (wait > 0 && !closing) {
        LockSupport.parkNanos(this, wait);
      }
    }
    finish();
  }

  private void finish() {
    try {
      do {
        while (mover.isAwaitingAnswers() && isInTime()) {
          LockSupport.parkNanos(this, deadlineNanos - System.nanoTime());
        }
      } while (isInTime() && mover.hurry());
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "exception in the mover", e);
    }
  }

  private boolean isInTime() {
    return deadlineNanos - System.nanoTime() > 0;
  }

  /**
   * Moves what is left without regard to the pace, within a time; returns when that is over.
   *
   * @param within zero when there is nothing to move
   */
  void finish(Duration within) {
    deadlineNanos = System.nanoTime() + within.toNanos();
    closing = true;
    if (within.isZero()) {
      LockSupport.unpark(thread);
    } else {
      wake();
    }
    boolean interrupted = false;
    while (thread.isAlive() && isInTime()) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadlineNanos - System.nanoTime()));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
