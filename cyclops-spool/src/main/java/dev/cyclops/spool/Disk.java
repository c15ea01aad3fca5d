/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.spool.SpoolFile.CommitHook;
import dev.cyclops.storage.Settlement;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to the queue on the disk: one after the other. After a failure it is taken for bad
 * until a commit has succeeded again, which is tried about once a second. Thread-safe.
 */
final class Disk {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStorage.class);

  /** So much of the volume is left to others. */
  private static final double FREE_PART = 0.05;

  /** What is done with the queue. */
  interface Work<T> {
    T on(SpoolQueue queue) throws SQLException;
  }

  /** Fair, so that who sends gets its turn beside those who commit without a pause. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final SpoolFolder folder;
  private final SpoolQueue queue;
  private volatile @Nullable String trouble;
  private volatile boolean closed;

  private Disk(SpoolFolder folder, SpoolQueue queue) {
    this.folder = folder;
    this.queue = queue;
  }

  static Disk open(
      Path path, Durability durability, Books books, long maxAgeMillis, CommitHook hook) {
    SpoolFolder folder = SpoolFolder.open(path);
    boolean opened = false;
    try {
      SpoolQueue queue = open(folder, durability, books, maxAgeMillis, hook);
      opened = true;
      return new Disk(folder, queue);
    } catch (IOException | SQLException e) {
      throw new SpoolException("the spool " + folder + " cannot be opened: " + e.getMessage(), e);
    } finally {
      if (!opened) {
        close(folder);
      }
    }
  }

  private static SpoolQueue open(
      SpoolFolder folder, Durability durability, Books books, long maxAgeMillis, CommitHook hook)
      throws IOException, SQLException {
    if (folder.hasRescued()) {
      folder.setAside();
      folder.takeRescued();
    }
    RawLog.State log = RawLog.of(folder.log()).state();
    if (log != RawLog.State.DAMAGED && !folder.hasLostItsFile()) {
      Map<Long, byte[]> unread =
          log == RawLog.State.LAST_COMMIT ? Rescue.unread(folder) : Map.of();
      try {
        return open(folder, durability, books, maxAgeMillis, hook, unread);
      } catch (SQLException e) {
        if (!SpoolFile.isDamageAtFirst(e, folder.isWritable())) {
          throw e;
        }
      }
    }
    long lost = Rescue.run(folder, Map.of());
    SpoolQueue queue = open(folder, durability, books, maxAgeMillis, hook, Map.of());
    synchronized (books) {
      books.recovered += lost;
      books.deadTotal += lost;
    }
    return queue;
  }

  private static SpoolQueue open(
      SpoolFolder folder,
      Durability durability,
      Books books,
      long maxAgeMillis,
      CommitHook hook,
      Map<Long, byte[]> unread)
      throws IOException, SQLException {
    SpoolFile file = SpoolFile.open(folder.file(), durability, hook);
    try {
      if (!unread.isEmpty()) {
        Rescue.add(folder, file, unread);
      }
      return SpoolQueue.open(file, books, maxAgeMillis);
    } catch (SQLException e) {
      synchronized (books) {
        books.reset();
      }
      try {
        file.close();
      } catch (SQLException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private static void close(SpoolFolder folder) {
    try {
      folder.close();
    } catch (IOException e) {
      // It ends with the process at the latest.
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

  /** Stores all of them, or none; returns when they are on the disk. */
  void store(List<Put> puts, long nowMillis) {
    lock.lock();
    try {
      for (Put put : puts) {
        queue.put(put, nowMillis);
      }
      queue.commit();
      if (isGood()) {
        return;
      }
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      lock.unlock();
    }
    recovered();
  }

  /** Whether what is put now can be expected to be stored. */
  boolean isGood() {
    return trouble == null;
  }

  /** Looks whether there is room for others on the volume. */
  void checkVolume() {
    if (folder.freePart() < FREE_PART) {
      failing("less than 5 % of its volume is free");
    }
  }

  private SpoolException failed(SQLException cause) {
    SpoolException failure =
        new SpoolException("the spool " + folder + " fails: " + cause.getMessage(), cause);
    failing(String.valueOf(cause.getMessage()));
    try {
      if (SpoolFile.isDamage(cause)) {
        repair();
      }
      queue.startOver();
    } catch (SQLException | IOException e) {
      failure.addSuppressed(e);
      startAnew(failure);
    }
    return failure;
  }

  /** Where not even that can be done: perhaps it is the connection that is broken. */
  private void startAnew(SpoolException failure) {
    try {
      queue.openAnew();
      queue.startOver();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** What could not be read is lost, and counted. */
  private void repair() throws SQLException, IOException {
    try {
      queue.closeFile();
    } catch (SQLException e) {
      LOG.debug("a damaged file was not closed", e);
    }
    long lost = Rescue.run(folder, queue.inHand());
    folder.file();
    queue.openAnew();
    queue.countLost(lost);
  }

  private void failing(String why) {
    if (trouble == null) {
      LOG.warn("the spool {} takes no events: {}", folder, why);
    }
    trouble = why;
  }

  private void recovered() {
    if (folder.freePart() >= FREE_PART) {
      trouble = null;
      LOG.info("the spool {} takes events again", folder);
    }
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
    try (folder) {
      if (!closed) {
        closed = true;
        queue.close();
      }
    } catch (SQLException | IOException e) {
      LOG.warn("the spool {} could not be closed: {}", folder, e.getMessage());
    } finally {
      lock.unlock();
    }
  }
}
