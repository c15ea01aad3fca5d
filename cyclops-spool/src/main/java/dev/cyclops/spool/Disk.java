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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to the queue on the disk: one after the other. After a failure it is taken for bad
 * until something could be written again, which is tried about once a second. Thread-safe.
 */
final class Disk {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStorage.class);

  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What is done with the queue. */
  interface Work<T> {
    T on(SpoolQueue queue) throws SQLException;
  }

  /** Fair, so that who sends gets its turn beside those who commit without a pause. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final SpoolFolder folder;
  private final SpoolQueue queue;
  private final Options options;
  private final Duration patience;
  private volatile @Nullable String trouble;

  /** When something was tried in vain. */
  private volatile long failedNanos;

  /** Whether somebody has the disk, and waits for it in vain. */
  private volatile boolean hanging;

  private volatile boolean closed;

  private Disk(SpoolFolder folder, SpoolQueue queue, Options options, Duration patience) {
    this.folder = folder;
    this.queue = queue;
    this.options = options;
    this.patience = patience;
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
      SpoolQueue queue = open(folder, options, books, maxAgeMillis);
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

  private static SpoolQueue open(
      SpoolFolder folder, Options options, Books books, long maxAgeMillis)
      throws IOException, SQLException {
    if (folder.hasRescued()) {
      folder.replaceByRescued();
    }
    RawLog.State log = RawLog.of(folder.log()).state();
    if (log != RawLog.State.DAMAGED && !folder.hasLostItsFile()) {
      Map<Long, byte[]> unread = log == RawLog.State.LAST_COMMIT ? Rescue.unread(folder) : Map.of();
      try {
        return open(folder, options, books, maxAgeMillis, unread);
      } catch (SQLException e) {
        if (!DamageSigns.isDamageAtFirst(e, folder.isWritable())) {
          throw e;
        }
      }
    }
    long lost = Rescue.run(folder, options, Map.of());
    SpoolQueue queue = open(folder, options, books, maxAgeMillis, Map.of());
    synchronized (books) {
      books.recovered += lost;
      books.deadTotal += lost;
    }
    return queue;
  }

  /** Takes no events, but is there, where the disk can be read and not be written. */
  private void commitRecovered() throws SQLException {
    try {
      queue.commit();
    } catch (SQLException e) {
      SpoolException failure = failed(e);
      if (!queue.hasToCommit()) {
        queue.closeFile();
        throw failure;
      }
    }
  }

  private static SpoolQueue open(
      SpoolFolder folder, Options options, Books books, long maxAgeMillis, Map<Long, byte[]> unread)
      throws IOException, SQLException {
    SpoolFile file = SpoolFile.open(folder.file(), options);
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
      throw failed(e);
    } catch (RuntimeException e) {
      // Nobody knows how far it came.
      failed(new SQLException(e));
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
      commit(puts, nowMillis, wasGood);
      withdrawGivenUp(puts);
      if (wasGood && isGood()) {
        return;
      }
    } finally {
      lock.unlock();
    }
    hanging = false;
    recovered();
  }

  private void commit(List<Put> puts, long nowMillis, boolean wasGood) {
    try {
      tryToCommit(puts, nowMillis, wasGood);
    } catch (SQLException e) {
      SpoolException failure = failed(e);
      if (!DamageSigns.isDamage(e)) {
        throw failure;
      }
      commitAfterRepair(puts, nowMillis);
    } catch (RuntimeException e) {
      failed(new SQLException(e));
      throw e;
    }
  }

  /** These did nothing to the file that was damaged, and go into the one that took its place. */
  private void commitAfterRepair(List<Put> puts, long nowMillis) {
    try {
      tryToCommit(puts, nowMillis, false);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void tryToCommit(List<Put> puts, long nowMillis, boolean wasGood) throws SQLException {
    puts.forEach(Put::begin);
    if (!puts.isEmpty() && isObstructed()) {
      SpoolException why =
          new SpoolException("the spool " + folder + " takes no events: " + trouble, null);
      // What was there before is still noted, and sent.
      puts.forEach(put -> put.giveUp(why));
    }
    for (Put put : puts) {
      if (!put.isDecided()) {
        queue.put(put, nowMillis);
      }
    }
    if (!wasGood) {
      queue.probe(nowMillis);
    }
    if (!puts.isEmpty()) {
      options.hook().beforeCommit();
    }
    queue.commit();
  }

  /** What was not waited for must not be there; it is gone from the disk with the next commit. */
  private void withdrawGivenUp(List<Put> puts) {
    for (Put put : puts) {
      Entry entry = put.entry;
      if (!put.decide() && entry != null && put.isReady()) {
        try {
          queue.withdraw(entry);
        } catch (SQLException e) {
          failed(e);
          return;
        }
      }
    }
  }

  /** Has the disk write down what was committed, where commits do not; others go on meanwhile. */
  void sync() {
    try {
      folder.syncLog();
    } catch (IOException e) {
      failing(String.valueOf(e.getMessage()));
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
    failing("its disk has not answered for " + patience.toMillis() + " ms");
  }

  /** Whether what is put now can be expected to be stored. */
  boolean isGood() {
    return trouble == null;
  }

  SpoolState state() {
    return folder.state(trouble);
  }

  /** Whether something is in the way of more events: no room is left, or the file is gone. */
  boolean isObstructed() {
    String obstacle = folder.obstacle();
    if (obstacle != null) {
      failing(obstacle);
    }
    return obstacle != null;
  }

  private SpoolException failed(SQLException cause) {
    SpoolException failure =
        new SpoolException("the spool " + folder + " fails: " + cause.getMessage(), cause);
    failing(String.valueOf(cause.getMessage()));
    failedNanos = System.nanoTime();
    try {
      if (DamageSigns.isDamage(cause)) {
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
      if (folder.hasRescued()) {
        folder.replaceByRescued();
      }
      queue.openAnew();
      queue.startOver();
    } catch (SQLException | IOException e) {
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
    long lost = Rescue.run(folder, options, queue.inHand());
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
    if (folder.obstacle() == null) {
      trouble = null;
      LOG.info("the spool {} takes events again", folder);
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** After a failure not at once again: each looks through all that the file holds. */
  boolean hasToCommit() {
    boolean mayTry = isGood() || System.nanoTime() - failedNanos >= AGAIN_NANOS;
    return mayTry && queue.hasToCommit();
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
      failed(e);
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
