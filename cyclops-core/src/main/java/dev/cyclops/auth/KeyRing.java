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

  /** Waits until a latch is open, but not for ever; false when the time was up. */
  interface Patience {
    boolean await(CountDownLatch latch, long nanos) throws InterruptedException;
  }

  /** What a test takes into its own hands. */
  record World(
      LongSupplier nanoClock, InstantSource clock, DoubleSupplier random, Patience patience) {}

  private final long periodNanos;
  private final Duration startTimeout;
  private final @Nullable Path snapshot;
  private final World world;
  private final LoadCounts counts = new LoadCounts();
  private final Object lock = new Object();

  /** Written by who holds the lock; read by every event. */
  private volatile KeyFeed feed;

  /** Loads its first keys, to take the place of the other; guarded by the lock, as what follows. */
  private @Nullable KeyFeed coming;

  private boolean started;
  private boolean closed;

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
    Objects.requireNonNull(source, "source == null");
    this.startTimeout = positive("startTimeout", startTimeout);
    periodNanos = positive("period", period).toNanos();
    this.snapshot = snapshot;
    this.world = world;
    feed = new KeyFeed(source, periodNanos, snapshot, counts, world);
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
    try {
      feed.start(startTimeout);
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
    synchronized (lock) {
      started = true;
    }
  }

  /**
   * Takes the keys from another source from now on, once that has given some; waits for them, and
   * tells once a second that it does. Until then the keys of the old source hold, which is closed
   * afterwards. Whatever is looked up after this has returned is looked up among the new ones.
   *
   * @param fresh where the keys come from; closed with the ring, or when this fails
   * @param timeout how long to wait for them, above 0
   * @throws IllegalStateException when the source gives no key in time, or the ring is not started,
   *     is closed, or its source is being replaced already; then nothing has changed
   */
  public void replace(KeySource fresh, Duration timeout) {
    Objects.requireNonNull(fresh, "fresh == null");
    positive("timeout", timeout);
    KeyFeed next = new KeyFeed(fresh, periodNanos, snapshot, counts, world);
    announce(next);
    try {
      next.startBeside(timeout);
      swap(next).close();
    } catch (RuntimeException | Error e) {
      next.close();
      throw e;
    } finally {
      synchronized (lock) {
        coming = null;
      }
    }
    next.standAlone();
  }

  /** Lets its keys hold; gives the one whose keys did. */
  private KeyFeed swap(KeyFeed next) {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("closed while the project keys were being loaded");
      }
      KeyFeed old = feed;
      feed = next;
      return old;
    }
  }

  private void announce(KeyFeed next) {
    boolean free;
    synchronized (lock) {
      free = started && !closed && coming == null;
      coming = free ? next : coming;
    }
    if (!free) {
      next.close();
      throw new IllegalStateException("not running, or its source is being replaced already");
    }
  }

  /**
   * Has the keys loaded once more, at once and on the thread of their own; does not wait for them.
   * However often it is called, never is more than half of the time spent on that.
   */
  public void refreshSoon() {
    feed.refreshSoon();
  }

  /**
   * A key was named that is not valid: it may be new. Has the keys loaded at once, but at most once
   * in 10 s, and for at most a fifth of the time. Costs nothing while that is on its way.
   */
  public void unknownKey() {
    feed.unknownKey();
  }

  /**
   * The keys of the last good load.
   *
   * @return a snapshot
   */
  public ProjectKeys keys() {
    ProjectKeys keys = feed.keys();
    return keys == null ? NOBODY : keys;
  }

  /**
   * How many there are, how old they are, and how the loading goes.
   *
   * @return a snapshot
   */
  public KeyStats stats() {
    return feed.stats();
  }

  /**
   * Ends the loading, also a load that is under way, and a start that waits for it. Nothing is
   * written to the snapshot afterwards; waits for that, 5 s at most should the disk hang.
   */
  @Override
  public void close() {
    KeyFeed current;
    KeyFeed other;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      current = feed;
      other = coming;
    }
    current.close();
    if (other != null) {
      other.close();
    }
  }
}
