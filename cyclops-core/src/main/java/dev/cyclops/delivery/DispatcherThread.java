/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that turns the {@link Dispatcher}: a daemon that sleeps until the pace allows the next
 * send, an answer is there, or an event comes while it has none.
 */
public final class DispatcherThread {
  /** How long closing waits for the answers to what is in flight. */
  private static final Duration AWAIT_ANSWERS = Duration.ofSeconds(10);

  /** Longer ones would not fit into nanoseconds. */
  private static final Duration LONGEST_DRAIN = Duration.ofDays(365);

  private enum Phase {
    RUNNING,
    /** Sends what is left, until a deadline. */
    DRAINING,
    /** Sends no more, waits for what is in flight. */
    FINISHING
  }

  private final Dispatcher dispatcher;
  private final Storage storage;
  private final Faults faults;
  private final Thread thread;
  private volatile Phase phase = Phase.RUNNING;
  private volatile long deadlineNanos;
  private volatile long finishNanos;
  private volatile boolean idle;

  public DispatcherThread(Dispatcher dispatcher, Storage storage, Faults faults) {
    this.dispatcher = dispatcher;
    this.storage = storage;
    this.faults = faults;
    thread = new Thread(this::run, "cyclops-dispatcher");
    thread.setDaemon(true);
  }

  public void start() {
    dispatcher.onAnswer(() -> LockSupport.unpark(thread));
    storage.onReady(this::onReady);
    thread.start();
  }

  /** Cheap while the loop is busy: waking a thread costs more than accepting an event. */
  private void onReady() {
    if (idle) {
      idle = false;
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!isOver()) {
      try {
        long wait = phase == Phase.FINISHING ? finishTurn() : sendTurn();
        if (wait > 0) {
          LockSupport.parkNanos(this, wait);
        }
      } catch (Throwable e) {
        faults.report("sending loop", e);
        LockSupport.parkNanos(this, Dispatcher.POLL_NANOS);
      }
      idle = false;
    }
  }

  /** While the pace makes it wait, events that come need not wake it. */
  private long sendTurn() {
    long wait = dispatcher.turn();
    if (wait > 0 && dispatcher.isStarved()) {
      // Before it looks once more: an event that comes after that look wakes it.
      idle = true;
      wait = dispatcher.turn();
    }
    return wait;
  }

  private long finishTurn() {
    dispatcher.finish();
    return Dispatcher.POLL_NANOS;
  }

  private boolean isOver() {
    long now = System.nanoTime();
    if (phase == Phase.DRAINING
        && (now - deadlineNanos >= 0 || dispatcher.isSentryAway() || isStorageEmpty())) {
      phase = Phase.FINISHING;
      finishNanos = now + AWAIT_ANSWERS.toNanos();
    }
    return phase == Phase.FINISHING && (dispatcher.inFlight() == 0 || now - finishNanos >= 0);
  }

  private boolean isStorageEmpty() {
    try {
      return storage.totalSize() == 0;
    } catch (Throwable e) {
      faults.report("storage", e);
      return false;
    }
  }

  /**
   * Sends what is left, for a while, then waits for the answers; gives back what got none. Returns
   * when all of that is over.
   */
  public void drain(Duration drainTimeout) {
    Duration timeout = drainTimeout.compareTo(LONGEST_DRAIN) > 0 ? LONGEST_DRAIN : drainTimeout;
    deadlineNanos = System.nanoTime() + timeout.toNanos();
    phase = Phase.DRAINING;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    dispatcher.giveBackUnanswered();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
