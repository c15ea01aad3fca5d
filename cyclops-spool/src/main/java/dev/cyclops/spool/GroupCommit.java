/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what is put, in a thread of its own: all that came while the disk was busy with those
 * before, so that the more come the more share its answer. A second thread looks whether the first
 * one is still there: who puts is answered also when the disk never is. Thread-safe.
 */
final class GroupCommit {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStorage.class);
  private static final int MAX_GROUP = 512;
  private static final long AGAIN_MILLIS = 100;

  /** What may wait for a disk that is slow, or hangs. */
  private static final long MAX_WAITING_BYTES = 64 << 20;

  private static final long UPKEEP_MILLIS = 1000;

  private final Disk disk;

  /** Null where each commit sees to that itself. */
  private final @Nullable LogSync sync;

  private final Duration patience;
  private final InstantSource clock;
  private final Consumer<Put> onStored;
  private final LinkedBlockingQueue<Put> waiting = new LinkedBlockingQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final Thread writer = new Thread(this::write, "cyclops-spool");
  private final Thread watcher = new Thread(this::watch, "cyclops-spool-watch");
  private final CountDownLatch ended = new CountDownLatch(1);

  /** What the writer is about, and since when; null while it waits for something to do. */
  private volatile @Nullable Turn turn;

  private volatile boolean closed;

  private record Turn(List<Put> group, long sinceNanos) {}

  GroupCommit(Disk disk, SpoolStorageBuilder options, Consumer<Put> onStored) {
    this.disk = disk;
    sync = options.durability == Durability.PROCESS ? LogSync.start(disk) : null;
    patience = options.patience;
    clock = options.clock;
    this.onStored = onStored;
    writer.setDaemon(true);
    writer.start();
    watcher.setDaemon(true);
    watcher.start();
  }

  void put(Put put) {
    if (waitingBytes.addAndGet(put.frame.length) > MAX_WAITING_BYTES) {
      waitingBytes.addAndGet(-put.frame.length);
      put.giveUp(new SpoolException("more comes than the disk of the spool can take", null));
      return;
    }
    waiting.add(put);
    if (closed && waiting.remove(put)) {
      put.giveUp(new IllegalStateException("closed"));
    }
  }

  private void write() {
    long kept = System.nanoTime();
    while (!closed || !waiting.isEmpty()) {
      try {
        List<Put> group = nextGroup();
        turn = new Turn(group, System.nanoTime());
        if (!group.isEmpty() || disk.hasToCommit()) {
          commit(group);
        }
        if (isOver(kept, UPKEEP_MILLIS)) {
          kept = System.nanoTime();
          keepUp();
        }
      } catch (InterruptedException e) {
        // Only closing ends it.
      } catch (RuntimeException e) {
        // The disk has told of it, once.
        LOG.debug("nothing was committed", e);
      } finally {
        turn = null;
      }
    }
  }

  private static boolean isOver(long sinceNanos, long millis) {
    return System.nanoTime() - sinceNanos >= TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private List<Put> nextGroup() throws InterruptedException {
    Put first = waiting.poll(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    if (first == null) {
      return List.of();
    }
    List<Put> group = new ArrayList<>();
    group.add(first);
    waiting.drainTo(group, MAX_GROUP - 1);
    long bytes = 0;
    for (Put put : group) {
      bytes += put.frame.length;
    }
    waitingBytes.addAndGet(-bytes);
    return group;
  }

  private void keepUp() {
    boolean isShort = disk.isObstructed();
    disk.run(
        queue -> {
          queue.keepUp(clock.millis(), isShort);
          return true;
        });
  }

  private void commit(List<Put> group) {
    try {
      disk.store(group, clock.millis());
    } catch (RuntimeException e) {
      group.forEach(put -> put.giveUp(e));
      throw e;
    }
    if (sync != null) {
      sync.committed();
    }
    group.forEach(onStored);
  }

  private void watch() {
    try {
      while (!ended.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        Turn now = turn;
        if (now != null && isOver(now.sinceNanos, patience.toMillis())) {
          disk.hangs();
          giveUp(now.group, new SpoolException("the disk of the spool does not answer", null));
        }
      }
    } catch (InterruptedException e) {
      // Nobody else knows of this thread: it ends with the process.
    }
  }

  private void giveUp(List<Put> group, RuntimeException why) {
    group.forEach(put -> put.giveUp(why));
    List<Put> others = new ArrayList<>();
    waiting.drainTo(others);
    for (Put put : others) {
      waitingBytes.addAndGet(-put.frame.length);
      put.giveUp(why);
    }
  }

  /**
   * Returns when all that came before are on the disk, or were refused; after some patience also
   * when the disk does not answer.
   */
  void close() {
    closed = true;
    writer.interrupt();
    boolean interrupted = false;
    long began = System.nanoTime();
    long wait = 2 * patience.toMillis();
    while (writer.isAlive() && !isOver(began, wait)) {
      try {
        writer.join(AGAIN_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    ended.countDown();
    try {
      if (sync != null) {
        sync.close(patience);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    giveUp(List.of(), new IllegalStateException("closed"));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
