/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that turns the {@link Dispatcher}: a daemon that sleeps until the pace allows the next
 * send, an answer is there, or an event comes while it has none.
 */
public final class DispatcherThread {
  private static final Logger LOG = System.getLogger("dev.cyclops.delivery");

  /** How long closing waits for the answers to what is in flight. */
  private static final Duration AWAIT_ANSWERS = Duration.ofSeconds(9);

  /** Requests of our own, when nothing else is left to be sent, hold up the end no longer. */
  private static final Duration AWAIT_OWN = Duration.ofSeconds(1);

  /** Longer ones would not fit into nanoseconds. */
  private static final Duration LONGEST_DRAIN = Duration.ofDays(365);

  private enum Phase {
    RUNNING,
    /** Sends what is left, until a deadline. */
    DRAINING,
    /** Sends no more, waits for what is in flight. */
    FINISHING
  }

  /** How much longer than that it may take, should somebody else's code not return. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Dispatcher dispatcher;
  private final Storage storage;
  private final Faults faults;
  private final Duration awaitAnswers;
  private final Thread thread;
  private volatile Phase phase = Phase.RUNNING;
  private volatile long deadlineNanos;
  private volatile long ownDeadlineNanos;
  private volatile long finishNanos;

  /** Whether an event that comes has to wake it. */
  private volatile boolean idle;

  /** Whether an answer that comes has to wake it. */
  private volatile boolean asleep;

  /** When it began its last turn: one a second at the least, whatever it waits for. */
  private volatile long turnedAtNanos = System.nanoTime();

  public DispatcherThread(Dispatcher dispatcher, Storage storage, Faults faults) {
    this(dispatcher, storage, faults, AWAIT_ANSWERS);
  }

  DispatcherThread(Dispatcher dispatcher, Storage storage, Faults faults, Duration awaitAnswers) {
    this.awaitAnswers = awaitAnswers;
    this.dispatcher = dispatcher;
    this.storage = storage;
    this.faults = faults;
    thread = new Thread(this::run, "cyclops-dispatcher");
    thread.setDaemon(true);
  }

  public void start() {
    dispatcher.onAnswer(this::onAnswer);
    storage.onReady(this::onReady);
    turnedAtNanos = System.nanoTime();
    thread.start();
  }

  /** How long the loop has been at its last turn; much more than a second when it hangs. */
  public Duration sinceTurn() {
    return Duration.ofNanos(Math.max(0, System.nanoTime() - turnedAtNanos));
  }

  /** Cheap while the loop is busy: waking a thread costs more than accepting an event. */
  private void onReady() {
    if (idle) {
      idle = false;
      LockSupport.unpark(thread);
    }
  }

  private void onAnswer() {
    if (asleep) {
      asleep = false;
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!isOver()) {
      turnedAtNanos = System.nanoTime();
      try {
        long wait = phase == Phase.FINISHING ? Dispatcher.POLL_NANOS : sendTurn();
        if (wait > 0) {
          sleep(wait);
        }
      } catch (Throwable e) {
        faults.report("sending loop", e);
        LockSupport.parkNanos(this, Dispatcher.POLL_NANOS);
      }
      idle = false;
    }
  }

  private void sleep(long nanos) {
    // Before it looks once more: an answer that comes after that look wakes it.
    asleep = true;
    if (!dispatcher.hasAnswers()) {
      LockSupport.parkNanos(this, nanos);
    }
    asleep = false;
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

  private boolean isOver() {
    long now = System.nanoTime();
    if (phase == Phase.DRAINING && (now - deadlineNanos >= 0 || isNothingLeftToSend(now))) {
      finishNanos = now + awaitAnswers.toNanos();
      phase = Phase.FINISHING;
    }
    return phase == Phase.FINISHING && (!dispatcher.finish() || now - finishNanos >= 0);
  }

  private boolean isNothingLeftToSend(long now) {
    if (dispatcher.isSentryAway()) {
      return true;
    }
    try {
      if (isWaitingForOwn(now)) {
        return false;
      }
      StorageStats stats = storage.stats();
      return stats.held() == stats.parked() || storage.heldByProcess() == 0;
    } catch (Throwable e) {
      faults.report("storage", e);
      return false;
    }
  }

  private boolean isWaitingForOwn(long now) {
    return now - ownDeadlineNanos < 0 && dispatcher.hasOwnLeft();
  }

  /**
   * Sends what is left, for a while, then waits for the answers; gives back what got none. Returns
   * when all of that is over, or a second after it should have been.
   */
  public void drain(Duration drainTimeout) {
    Duration timeout = drainTimeout.compareTo(LONGEST_DRAIN) > 0 ? LONGEST_DRAIN : drainTimeout;
    long now = System.nanoTime();
    deadlineNanos = now + timeout.toNanos();
    ownDeadlineNanos = now + AWAIT_OWN.toNanos();
    phase = Phase.DRAINING;
    LockSupport.unpark(thread);
    if (hasEnded(timeout.plus(awaitAnswers).plus(GRACE))) {
      dispatcher.giveBackUnanswered();
    } else {
      LOG.log(Level.WARNING, "the sending loop does not end: it waits for a storage or a sender");
      thread.interrupt();
    }
  }

  private boolean hasEnded(Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    boolean interrupted = false;
    long left = within.toNanos();
    while (thread.isAlive() && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = deadline - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
