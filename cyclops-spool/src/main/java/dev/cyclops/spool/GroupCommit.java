/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.storage.Drops;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what is put, in a thread of its own: all that came while the disk was busy with those
 * before, so that the more come the more share its answer. Thread-safe.
 */
final class GroupCommit {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStorage.class);
  private static final int MAX_GROUP = 512;
  private static final long AGAIN_MILLIS = 100;

  /** What may wait for a disk that is slow, or hangs. */
  private static final long MAX_WAITING_BYTES = 64 << 20;

  private static final long UPKEEP_MILLIS = 1000;

  private final Disk disk;
  private final InstantSource clock;
  private final Consumer<Put> onStored;
  private final Consumer<Drops> onDropped;
  private final LinkedBlockingQueue<Put> waiting = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "cyclops-spool");
  private final AtomicLong waitingBytes = new AtomicLong();
  private volatile boolean closed;

  GroupCommit(Disk disk, InstantSource clock, Consumer<Put> onStored, Consumer<Drops> onDropped) {
    this.disk = disk;
    this.clock = clock;
    this.onStored = onStored;
    this.onDropped = onDropped;
    thread.setDaemon(true);
    thread.start();
  }

  void put(Put put) {
    if (waitingBytes.addAndGet(put.frame.length) > MAX_WAITING_BYTES) {
      waitingBytes.addAndGet(-put.frame.length);
      put.stage.completeExceptionally(
          new SpoolException("more comes than the disk of the spool can take", null));
      return;
    }
    waiting.add(put);
    if (closed && waiting.remove(put)) {
      put.stage.completeExceptionally(new IllegalStateException("closed"));
    }
  }

  private void run() {
    List<Put> group = new ArrayList<>(MAX_GROUP);
    long kept = System.nanoTime();
    long synced = kept;
    while (!closed || !waiting.isEmpty()) {
      try {
        Put first = waiting.poll(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          group.add(first);
          waiting.drainTo(group, MAX_GROUP - 1);
        }
        if (!group.isEmpty() || disk.hasToCommit()) {
          commit(group);
        }
        if (System.nanoTime() - synced >= TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS)) {
          synced = System.nanoTime();
          disk.run(
              queue -> {
                queue.sync();
                return true;
              });
        }
        if (System.nanoTime() - kept >= TimeUnit.MILLISECONDS.toNanos(UPKEEP_MILLIS)) {
          kept = System.nanoTime();
          keepUp();
        }
      } catch (InterruptedException e) {
        // Only closing ends it.
      } catch (RuntimeException e) {
        // The disk has told of it, once.
        LOG.debug("nothing was committed", e);
      } finally {
        group.clear();
      }
    }
  }

  private void keepUp() {
    disk.checkVolume();
    Drops drops = new Drops();
    disk.run(
        queue -> {
          queue.keepUp(clock.millis(), drops);
          return true;
        });
    onDropped.accept(drops);
  }

  private void commit(List<Put> group) {
    group.forEach(put -> waitingBytes.addAndGet(-put.frame.length));
    try {
      disk.store(group, clock.millis());
    } catch (RuntimeException e) {
      group.forEach(put -> put.stage.completeExceptionally(e));
      throw e;
    }
    group.forEach(onStored);
  }

  /** Returns when all that came before are on the disk, or were refused. */
  void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    List<Put> left = new ArrayList<>();
    waiting.drainTo(left);
    left.forEach(put -> put.stage.completeExceptionally(new IllegalStateException("closed")));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
