/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Moves the oldest events from memory to a disk once memory has filled up, until there is room
 * again: from the project that holds the most, so that a flood goes to the disk and the others stay
 * where they are sent from at once. Moves nothing for which the disk would have to give up
 * something else: that is for puts alone. Has no thread and no clock of its own; turned by one
 * thread at a time.
 */
final class Spiller implements Moving {
  private static final Logger LOG = System.getLogger("dev.cyclops.storage");

  /** So much of its bytes memory holds when moving begins. */
  static final int BEGIN_PERCENT = 60;

  /** And when it ends: the room of a batch or two would have it begin again and again. */
  static final int END_PERCENT = 50;

  static final long BATCH_BYTES = 8 << 20;

  /** How often it looks whether the disk is back or has room; answers and puts wake it. */
  static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  static final long LONGEST_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(8);
  private static final long FIRST_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_DOUBLINGS = 3;
  private static final Spill NOTHING = new Spill(List.of(), true);

  private final InMemoryStorage memory;
  private final Storage disk;
  private final LongConsumer onDisorder;
  private final MoveBatch batch;
  private final long beginBytes;
  private final long endBytes;
  private int failedBatches;
  private long notBeforeNanos;
  private boolean moving;

  /** Nothing has to be moved until a put says so. */
  private volatile boolean resting = true;

  /**
   * Moves from one to the other.
   *
   * @param onDisorder told of a project of which older events stay in memory
   */
  Spiller(InMemoryStorage memory, Storage disk, LongConsumer onDisorder) {
    this.memory = memory;
    this.disk = disk;
    this.onDisorder = onDisorder;
    batch = new MoveBatch(memory, disk);
    beginBytes = memory.maxBytes() / 100 * BEGIN_PERCENT;
    endBytes = memory.maxBytes() / 100 * END_PERCENT;
  }

  @Override
  public void onAnswers(Runnable wake) {
    batch.onAnswers(wake);
  }

  /** Whether its thread has to be woken, now that memory holds so much; true once. */
  boolean isToBeWokenAt(long bytes) {
    if (bytes < beginBytes || !resting) {
      return false;
    }
    resting = false;
    return true;
  }

  @Override
  public long turn(long now) {
    if (batch.isAwaitingAnswers()) {
      return POLL_NANOS;
    }
    takeInAnswers(now);
    if (!hasToMove()) {
      return Long.MAX_VALUE;
    }
    if (failedBatches > 0 && now - notBeforeNanos < 0) {
      return Math.min(POLL_NANOS, notBeforeNanos - now);
    }
    long room = disk.isAvailable() ? room() : 0;
    long wanted = Math.min(memory.bytes() - endBytes, BATCH_BYTES);
    Spill spill = room > 0 ? memory.leaseToSpill(wanted, room) : NOTHING;
    if (spill.leases().isEmpty()) {
      return POLL_NANOS;
    }
    if (!spill.ordered()) {
      onDisorder.accept(spill.leases().get(0).event().project());
    }
    batch.start(spill.leases());
    return batch.isAwaitingAnswers() ? POLL_NANOS : 0;
  }

  private boolean hasToMove() {
    long bytes = memory.bytes();
    moving = bytes >= (moving ? endBytes : beginBytes);
    if (!moving) {
      // Before it looks once more: a put that comes after that look wakes it.
      resting = true;
      moving = memory.bytes() >= beginBytes;
    }
    if (moving) {
      resting = false;
    }
    return moving;
  }

  private long room() {
    try {
      StorageStats stats = disk.stats();
      return stats.maxBytes() - stats.bytes();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the disk does not say what it holds", e);
      return 0;
    }
  }

  private void takeInAnswers(long now) {
    if (!batch.isAnswered()) {
      return;
    }
    if (batch.isRefused()) {
      long backoff = FIRST_BACKOFF_NANOS << Math.min(failedBatches++, MAX_DOUBLINGS);
      notBeforeNanos = now + Math.min(backoff, LONGEST_BACKOFF_NANOS);
    } else {
      failedBatches = 0;
    }
    batch.clear();
  }

  /** What is left at the end is not only what has to be moved, and has a way of its own. */
  @Override
  public boolean hurry() {
    return false;
  }

  @Override
  public boolean isAwaitingAnswers() {
    return batch.isAwaitingAnswers();
  }

  /** What has no answer yet stays in memory. */
  void giveUp() {
    batch.giveUp();
  }
}
