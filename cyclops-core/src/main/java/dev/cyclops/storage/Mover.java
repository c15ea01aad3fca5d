/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Moves what was kept in memory to the storage that should have taken it, once that can take it
 * again: in small batches, each after the answers to the one before. Has no thread and no clock of
 * its own; turned by one thread at a time, while answers may come from others.
 */
final class Mover implements Moving {
  /** So many puts are on their way at once: enough to share a round trip. */
  static final int BATCH = 50;

  /**
   * A thousand events a second: a fifteenth of what one Redis takes beside its other work, so that
   * it bears this from ten instances at once, and an outage of a minute at 2,000 events a second is
   * made up for in two.
   */
  static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** How often it looks whether the storage is back; answers wake it. */
  static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** Instances that saw the same outage end do not begin at the same moment. */
  static final long START_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(2);

  static final long LONGEST_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** A period is over only after so long without another event, or it would be told anew often. */
  static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** What {@link #turn} answers while there is nothing to do until somebody wakes it. */
  static final long NOTHING_TO_DO = Long.MAX_VALUE;

  private static final long FIRST_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_DOUBLINGS = 5;

  private final Storage primary;
  private final InMemoryStorage memory;
  private final FallbackPeriod period;
  private final InstantSource clock;
  private final DoubleSupplier random;

  private final MoveBatch batch;
  private int failedBatches;
  private boolean resting = true;
  private boolean turnedBefore;
  private long notBeforeNanos;
  private long quietSinceNanos;
  private long eventsSeen;

  /**
   * Moves from one to the other.
   *
   * @param random from 0 to below 1
   */
  Mover(
      Storage primary,
      InMemoryStorage memory,
      FallbackPeriod period,
      InstantSource clock,
      DoubleSupplier random) {
    this.primary = primary;
    this.memory = memory;
    this.period = period;
    this.clock = clock;
    this.random = random;
    batch = new MoveBatch(memory, primary);
  }

  @Override
  public void onAnswers(Runnable wake) {
    batch.onAnswers(wake);
  }

  /** Begins the next batch, if it is time to. */
  @Override
  public long turn(long now) {
    if (!period.isOn()) {
      return NOTHING_TO_DO;
    }
    if (!turnedBefore) {
      turnedBefore = true;
      notBeforeNanos = now;
    }
    if (batch.isAwaitingAnswers()) {
      return POLL_NANOS;
    }
    takeInAnswers(now);
    if (!primary.isAvailable()) {
      resting = true;
      endIfOver(now, false);
      return POLL_NANOS;
    }
    if (resting) {
      resting = false;
      delay(now, (long) (START_WITHIN_NANOS * random.getAsDouble()));
    }
    if (now - notBeforeNanos < 0) {
      return Math.min(POLL_NANOS, notBeforeNanos - now);
    }
    List<Lease> leases = memory.leaseToMove(BATCH);
    if (leases.isEmpty()) {
      resting = true;
      endIfOver(now, true);
      return POLL_NANOS;
    }
    notBeforeNanos = now + BATCH_NANOS;
    batch.start(leases);
    return BATCH_NANOS;
  }

  private void delay(long now, long nanos) {
    if (notBeforeNanos - now < nanos) {
      notBeforeNanos = now + nanos;
    }
  }

  private void takeInAnswers(long now) {
    if (!batch.isAnswered()) {
      return;
    }
    if (batch.isRefused()) {
      long base = FIRST_BACKOFF_NANOS << Math.min(failedBatches++, MAX_DOUBLINGS);
      double jitter = (1 + random.getAsDouble()) / 2;
      delay(now, (long) (Math.min(base, LONGEST_BACKOFF_NANOS) * jitter));
    } else {
      failedBatches = 0;
    }
    batch.clear();
  }

  private void endIfOver(long now, boolean available) {
    long events = period.events();
    if (events != eventsSeen || !available) {
      eventsSeen = events;
      quietSinceNanos = now;
    } else if (now - quietSinceNanos >= QUIET_NANOS && memory.totalSize() == 0) {
      period.end(clock.millis());
    }
  }

  @Override
  public boolean hurry() {
    boolean refused = batch.isAnswered() && batch.isRefused();
    if (refused || !primary.isAvailable()) {
      return false;
    }
    List<Lease> leases = memory.leaseToMove(BATCH);
    if (leases.isEmpty()) {
      return false;
    }
    batch.start(leases);
    return true;
  }

  @Override
  public boolean isAwaitingAnswers() {
    return batch.isAwaitingAnswers();
  }
}
