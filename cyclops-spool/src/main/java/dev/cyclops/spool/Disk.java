/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.spool.SpoolFile.Options;
import dev.cyclops.storage.Settlement;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to the queue on the disk: one after the other. After a failure it is tried about once
 * a second to write something again. Thread-safe.
 */
final class Disk {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStorage.class);

  /** What is done with the queue. */
  interface Work<T> {
    T on(SpoolQueue queue) throws SQLException;
  }

  /** Fair, so that who sends gets its turn beside those who commit without a pause. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final SpoolFolder folder;
  private final SpoolQueue queue;
  private final Duration patience;
  private final DiskHealth health;
  private final Repair repair;
  private final GroupStore group;

  /** Whether somebody has the disk, and waits for it in vain. */
  private volatile boolean hanging;

  private volatile boolean closed;

  private Disk(SpoolFolder folder, SpoolQueue queue, Options options, Duration patience) {
    this.folder = folder;
    this.queue = queue;
    this.patience = patience;
    health = new DiskHealth(folder);
    repair = new Repair(folder, queue, options, health);
    group = new GroupStore(folder, queue, options.hook(), health, repair);
  }

  /**
   * Opens what is there.
   *
   * @param patience how long anybody waits for somebody else to be served
   */
  static Disk open(Path path, Options options, Books books, long maxAgeMillis, Duration patience) {
    SpoolFolder folder = SpoolFolder.open(path);
    boolean opened = false;
    try {
      SpoolQueue queue = QueueOpening.open(folder, options, books, maxAgeMillis);
      Disk disk = new Disk(folder, queue, options, patience);
      disk.commitRecovered();
      opened = true;
      return disk;
    } catch (IOException | SQLException e) {
      throw new SpoolException("the spool " + folder + " cannot be opened: " + e.getMessage(), e);
    } finally {
      if (!opened) {
        close(folder);
      }
    }
  }

  /** Takes no events, but is there, where the disk can be read and not be written. */
  private void commitRecovered() throws SQLException {
    try {
      queue.commit();
    } catch (SQLException e) {
      SpoolException failure = repair.failed(e);
      if (!queue.hasToCommit()) {
        queue.closeFile();
        throw failure;
      }
    }
  }

  private static void close(SpoolFolder folder) {
    try {
      folder.close();
    } catch (IOException e) {
      // It ends with the process at the latest.
    }
  }

  /**
   * Does something with the queue.
   *
   * @throws SpoolException when it fails, or others have the disk for longer than anybody waits
   */
  <T> T run(Work<T> work) {
    if (!takeTurn(patience)) {
      throw new SpoolException("the spool " + folder + " is busy: its disk does not answer", null);
    }
    return runAndLeave(work);
  }

  /**
   * As {@link #run}, for who has something else to do while the disk hangs.
   *
   * @param busy what comes of it then
   */
  <T> T runSoon(Work<T> work, T busy) {
    return takeTurn(hanging ? Duration.ZERO : patience) ? runAndLeave(work) : busy;
  }

  private boolean takeTurn(Duration wait) {
    try {
      return lock.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private <T> T runAndLeave(Work<T> work) {
    try {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      return onQueue(work);
    } finally {
      lock.unlock();
    }
  }

  private <T> T onQueue(Work<T> work) {
    try {
      return work.on(queue);
    } catch (SQLException e) {
      throw repair.failed(e);
    } catch (RuntimeException e) {
      // Nobody knows how far it came.
      repair.failed(new SQLException(e));
      throw e;
    }
  }

  /**
   * Stores all of them that nobody has given up, or none; returns when they are on the disk, and
   * decides so. Waits for the disk for as long as it takes.
   */
  void store(List<Put> puts, long nowMillis) {
    lock.lock();
    try {
      boolean wasGood = isGood();
      group.store(puts, nowMillis, wasGood);
      if (wasGood && isGood()) {
        return;
      }
    } finally {
      lock.unlock();
    }
    hanging = false;
    health.recovered();
  }

  /** Has the disk write down what was committed, where commits do not; others go on meanwhile. */
  void sync() {
    try {
      folder.syncLog();
    } catch (IOException e) {
      health.failing(String.valueOf(e.getMessage()));
      // The next commit is refused, and brings all of it to the disk in another way.
      lock.lock();
      try {
        queue.doubt();
      } finally {
        lock.unlock();
      }
    }
  }

  /** It has kept somebody waiting for too long. */
  void hangs() {
    hanging = true;
    health.failing("its disk has not answered for " + patience.toMillis() + " ms");
  }

  /** As {@link DiskHealth#isGood}. */
  boolean isGood() {
    return health.isGood();
  }

  SpoolState state() {
    return health.state();
  }

  /** As {@link DiskHealth#isObstructed}. */
  boolean isObstructed() {
    return health.isObstructed();
  }

  boolean isClosed() {
    return closed;
  }

  /** After a failure not at once again: each looks through all that the file holds. */
  boolean hasToCommit() {
    return health.mayTry() && queue.hasToCommit();
  }

  /** Waits for no disk. */
  void settle(SpoolDelivery delivery, Settlement settlement, long nowMillis) {
    queue.settle(delivery, settlement, nowMillis);
  }

  private void closeQueue() throws SQLException {
    try {
      queue.commit();
    } catch (SQLException e) {
      // What has ended is noted once more.
      repair.failed(e);
    }
    queue.close();
  }

  /** Leaves all to the end of the process where the disk does not answer. */
  void close() {
    if (!takeTurn(patience)) {
      LOG.warn("the spool {} is not closed: its disk does not answer", folder);
      return;
    }
    try (folder) {
      if (!closed) {
        closed = true;
        closeQueue();
      }
    } catch (SQLException | IOException e) {
      LOG.warn("the spool {} could not be closed: {}", folder, e.getMessage());
    } finally {
      lock.unlock();
    }
  }
}
