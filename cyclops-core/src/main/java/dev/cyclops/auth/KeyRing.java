/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the keys that are valid: loads them at the start, at intervals, and when there is a reason
 * to, all on a thread of its own. While they cannot be loaded the last good ones hold. Thread-safe.
 *
 * <p>A set is replaced as a whole. One without any key is believed only when it was answered for a
 * period. Whatever the source does, neither a lookup nor {@link #close} waits for it.
 */
public final class KeyRing implements AutoCloseable {
  /** How long {@link #start} waits for the keys unless told otherwise. */
  public static final Duration START_TIMEOUT = Duration.ofSeconds(30);

  private static final ProjectKeys NOBODY = ProjectKeys.of(List.of());
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Waits until a latch is open, but not for ever; false when the time was up. */
  interface Patience {
    boolean await(CountDownLatch latch, long nanos) throws InterruptedException;
  }

  /** What a test takes into its own hands. */
  record World(
      LongSupplier nanoClock, InstantSource clock, DoubleSupplier random, Patience patience) {}

  private final KeySource source;
  private final Duration startTimeout;
  private final @Nullable KeysSnapshot snapshot;
  private final World world;
  private final KeyLog log;
  private final CurrentKeys current = new CurrentKeys();
  private final LoadRequests requests;
  private final KeyLoader loader;
  private final Thread thread = new Thread(this::run, "cyclops-keys");
  private volatile boolean closed;

  /**
   * With the default start timeout, no snapshot, and the system's clocks.
   *
   * @param source where the keys come from; closed with the ring
   * @param period how long from one load to the next, above 0
   */
  public KeyRing(KeySource source, Duration period) {
    this(source, period, START_TIMEOUT, null, System::nanoTime, Clock.systemUTC());
  }

  /**
   * Loads nothing yet.
   *
   * @param source where the keys come from; closed with the ring
   * @param period how long from one load to the next, above 0
   * @param startTimeout how long the start waits for the keys, above 0
   * @param snapshot where the last good set outlives the process; nowhere when null
   * @param nanoClock what durations are measured with
   * @param clock the time of day
   */
  public KeyRing(
      KeySource source,
      Duration period,
      Duration startTimeout,
      @Nullable Path snapshot,
      LongSupplier nanoClock,
      InstantSource clock) {
    this(
        source,
        period,
        startTimeout,
        snapshot,
        new World(
            nanoClock,
            clock,
            () -> ThreadLocalRandom.current().nextDouble(),
            (latch, nanos) -> latch.await(nanos, TimeUnit.NANOSECONDS)));
  }

  KeyRing(
      KeySource source,
      Duration period,
      Duration startTimeout,
      @Nullable Path snapshot,
      World world) {
    this.source = Objects.requireNonNull(source, "source == null");
    this.startTimeout = positive("startTimeout", startTimeout);
    this.world = world;
    LongSupplier nanoClock = world.nanoClock();
    long now = nanoClock.getAsLong();
    long periodNanos = positive("period", period).toNanos();
    log = new KeyLog(now);
    requests = new LoadRequests(source.restricts() && source.changes());
    this.snapshot =
        snapshot == null ? null : new KeysSnapshot(snapshot, nanoClock, world.clock(), log);
    loader =
        new KeyLoader(
            source,
            this.snapshot,
            current,
            requests,
            new LoadSchedule(periodNanos, world.random(), now),
            new EmptyAnswers(periodNanos),
            nanoClock,
            log);
    thread.setDaemon(true);
  }

  private static Duration positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " <= 0: " + value);
    }
    return value;
  }

  /**
   * Loads the keys and goes on doing so. Waits for them, and tells once a second that it does;
   * after the start timeout goes on with those of the snapshot.
   *
   * @throws IllegalStateException when there are none, or it is closed meanwhile; the ring is
   *     closed
   */
  public void start() {
    if (!source.restricts()) {
      current.replace(new KeySet(ProjectKeys.openToAll(), world.nanoClock().getAsLong(), false));
      log.open();
      return;
    }
    thread.start();
    try {
      if (!awaitKeys()) {
        takeSnapshot();
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

  private boolean awaitKeys() throws InterruptedException {
    // Not by the clock, which a test may have stopped.
    for (long left = startTimeout.toNanos(); left > 0; left -= SECOND) {
      if (world.patience().await(current.settled(), Math.min(left, SECOND))) {
        return true;
      }
      if (left > SECOND) {
        log.waiting(left - SECOND, loader.problem());
      }
    }
    return false;
  }

  private void takeSnapshot() {
    Throwable problem = loader.problem();
    KeySet kept = snapshot == null ? null : snapshot.read();
    if (snapshot != null && kept != null) {
      if (current.offer(kept)) {
        log.startedFrom(snapshot.file(), kept, world.nanoClock().getAsLong(), problem);
      }
    } else if (current.get() == null) {
      String within = DurationText.ofNanos(startTimeout.toNanos());
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

  /**
   * Has the keys loaded once more, at once and on the thread of their own; does not wait for them.
   * However often it is called, never is more than half of the time spent on that.
   */
  public void refreshSoon() {
    requests.ask();
    LockSupport.unpark(thread);
  }

  /**
   * A key was named that is not valid: it may be new. Has the keys loaded at once, but at most once
   * in 10 s, and for at most a fifth of the time. Costs nothing while that is on its way.
   */
  public void unknownKey() {
    if (requests.knock()) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * The keys of the last good load.
   *
   * @return a snapshot
   */
  public ProjectKeys keys() {
    KeySet set = current.get();
    return set == null ? NOBODY : set.keys();
  }

  /**
   * How many there are, how old they are, and how the loading goes.
   *
   * @return a snapshot
   */
  public KeyStats stats() {
    return loader.stats();
  }

  /** Ends the loading, also a load that is under way, and a start that waits for it. */
  @Override
  public void close() {
    synchronized (thread) {
      if (closed) {
        return;
      }
      closed = true;
    }
    current.close();
    loader.close(thread);
  }
}
