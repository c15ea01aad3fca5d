/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.spool.SpoolFile.CommitHook;
import dev.cyclops.storage.Settlement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The one way to the queue on the disk: one after the other. Thread-safe. */
final class Disk {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  /** What is done with the queue. */
  interface Work<T> {
    T on(SpoolQueue queue) throws SQLException;
  }

  /** Fair, so that who sends gets its turn beside those who commit without a pause. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final SpoolQueue queue;
  private volatile boolean closed;

  private Disk(SpoolQueue queue) {
    this.queue = queue;
  }

  static Disk open(
      Path folder, Durability durability, Books books, long maxAgeMillis, CommitHook hook) {
    try {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER));
      SpoolFile file = SpoolFile.open(folder.resolve("spool.db"), durability, hook);
      return new Disk(new SpoolQueue(file, books, maxAgeMillis));
    } catch (IOException | SQLException e) {
      throw new SpoolException("the spool " + folder + " cannot be opened: " + e.getMessage(), e);
    }
  }

  <T> T run(Work<T> work) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      return work.on(queue);
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      lock.unlock();
    }
  }

  /** Stores all of them, or none. */
  void store(List<Put> puts, long nowMillis) {
    lock.lock();
    try {
      for (Put put : puts) {
        queue.put(put, nowMillis);
      }
      queue.commit();
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      lock.unlock();
    }
  }

  private SpoolException failed(SQLException cause) {
    SpoolException failure = failure(cause);
    try {
      queue.startOver();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private static SpoolException failure(SQLException e) {
    return new SpoolException("the spool's disk fails: " + e.getMessage(), e);
  }

  boolean isClosed() {
    return closed;
  }

  boolean hasToCommit() {
    return queue.hasToCommit();
  }

  /** Waits for no disk. */
  void settle(SpoolDelivery delivery, Settlement settlement, long nowMillis) {
    queue.settle(delivery, settlement, nowMillis);
  }

  void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        queue.close();
      }
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      lock.unlock();
    }
  }
}
