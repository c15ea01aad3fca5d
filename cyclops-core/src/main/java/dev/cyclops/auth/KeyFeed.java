/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One source of keys at work: the thread that asks it, and what it answered last. A {@link KeyRing}
 * has one, and for as long as another source has yet to answer a second. Thread-safe.
 */
final class KeyFeed {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** What a disk that hangs may hold up. */
  private static final long MAX_DISK_NANOS = 5 * SECOND;

  private final KeySource source;
  private final @Nullable KeysSnapshot snapshot;
  private final KeyRing.World world;
  private final KeyLog log;
  private final CurrentKeys current = new CurrentKeys();
  private final LoadRequests requests;
  private final KeyLoader loader;
  private final Thread thread = new Thread(this::run, "cyclops-keys");
  private volatile boolean closed;

  /**
   * Loads nothing yet.
   *
   * @param source closed with it
   * @param periodNanos from one load to the next
   * @param file where the last good set outlives the process; nowhere when null
   * @param counts goes on counting what a feed before it did
   */
  KeyFeed(
      KeySource source,
      long periodNanos,
      @Nullable Path file,
      LoadCounts counts,
      KeyRing.World world) {
    this.source = source;
    this.world = world;
    LongSupplier nanoClock = world.nanoClock();
    long now = nanoClock.getAsLong();
    log = new KeyLog(now);
    requests = new LoadRequests(source.restricts() && source.changes());
    snapshot = file == null ? null : new KeysSnapshot(file, nanoClock, world.clock(), log);
    loader =
        new KeyLoader(
            source,
            snapshot,
            current,
            requests,
            new LoadSchedule(periodNanos, world.random(), now),
            new EmptyAnswers(periodNanos),
            counts,
            nanoClock,
            log);
    thread.setDaemon(true);
  }

  /**
   * Loads the keys and goes on doing so. Waits for them, and tells once a second that it does;
   * after the timeout goes on with those of the snapshot.
   *
   * @throws IllegalStateException when there are none, or it is closed meanwhile; it is closed
   */
  void start(Duration timeout) {
    if (!source.restricts()) {
      current.replace(new KeySet(ProjectKeys.openToAll(), world.nanoClock().getAsLong(), false));
      log.open();
      return;
    }
    thread.start();
    try {
      if (!awaitKeys(timeout)) {
        takeSnapshot(timeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
    if (closed) {
      throw new IllegalStateException("closed while the project keys were being loaded");
    }
  }

  /**
   * As {@link #start}, where other keys hold, which are better than those of a snapshot, or none.
   * The snapshot stays as it is until {@link #standAlone}.
   *
   * @throws IllegalStateException when the source gives no key, or it is closed meanwhile; it is
   *     closed
   */
  void startBeside(Duration timeout) {
    if (snapshot != null) {
      snapshot.holdBack(true);
    }
    start(timeout);
    KeySet set = current.get();
    if (source.restricts() && (set == null || set.keys().keyCount() == 0)) {
      close();
      throw new IllegalStateException("the project keys cannot be loaded: there are none");
    }
  }

  /** No other keys hold any more: has the snapshot written, by a load of its own. */
  void standAlone() {
    if (snapshot != null) {
      snapshot.holdBack(false);
      refreshSoon();
    }
  }

  private boolean awaitKeys(Duration timeout) throws InterruptedException {
    // Not by the clock, which a test may have stopped.
    for (long left = timeout.toNanos(); left > 0; left -= SECOND) {
      if (world.patience().await(current.settled(), Math.min(left, SECOND))) {
        return true;
      }
      if (left > SECOND) {
        log.waiting(left - SECOND, loader.problem());
      }
    }
    return false;
  }

  private void takeSnapshot(Duration timeout) {
    Throwable problem = loader.problem();
    KeySet kept = snapshot == null ? null : snapshot.read();
    if (snapshot != null && kept != null) {
      if (current.offer(kept)) {
        log.startedFrom(snapshot.file(), kept, world.nanoClock().getAsLong(), problem);
      }
    } else if (current.get() == null) {
      String within = DurationText.ofNanos(timeout.toNanos());
      String why = problem == null ? "no answer within " + within : FailureText.of(problem);
      throw new IllegalStateException("the project keys cannot be loaded: " + why, problem);
    }
  }

  private void run() {
    while (!loader.isDone()) {
      long nanos = SECOND;
      try {
        nanos = loader.turn();
      } catch (RuntimeException | Error e) {
        log.unexpected(e);
      }
      if (nanos > 0 && !loader.isDone()) {
        LockSupport.parkNanos(this, nanos);
      }
    }
  }

  /** As {@link KeyRing#refreshSoon}. */
  void refreshSoon() {
    requests.ask();
    LockSupport.unpark(thread);
  }

  /** As {@link KeyRing#unknownKey}. */
  void unknownKey() {
    if (requests.knock()) {
      LockSupport.unpark(thread);
    }
  }

  /** What was answered last; null when there was nothing yet. */
  @Nullable ProjectKeys keys() {
    KeySet set = current.get();
    return set == null ? null : set.keys();
  }

  KeyStats stats() {
    return loader.stats();
  }

  /** As {@link KeyRing#close}. */
  void close() {
    synchronized (thread) {
      if (closed) {
        return;
      }
      closed = true;
    }
    current.close();
    loader.close(thread);
    if (snapshot != null) {
      awaitDisk(snapshot.end());
    }
  }

  private void awaitDisk(CountDownLatch written) {
    try {
      var unused = world.patience().await(written, MAX_DISK_NANOS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
