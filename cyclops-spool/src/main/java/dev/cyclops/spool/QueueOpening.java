/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.spool.SpoolFile.Options;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

/**
 * Opens the queue that lies in a folder, whatever the process before has left there: a rescue that
 * it did not finish, a log whose last commit was cut off, a file that was damaged. Stateless.
 */
final class QueueOpening {
  private QueueOpening() {}

  /**
   * Opens it.
   *
   * @param books begin with what is there; what is known to be lost is counted in them
   */
  static SpoolQueue open(SpoolFolder folder, Options options, Books books, long maxAgeMillis)
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
}
