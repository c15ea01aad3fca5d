/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/** How the file of a spool is opened for writing: what is set, and in which order. Stateless. */
final class SpoolConnection {
  /** Of the write-ahead log, after which it is brought into the file: 32 MiB. */
  private static final int CHECKPOINT_PAGES = 4096;

  /** The same of a volume that is very small: 512 KiB. */
  private static final int MIN_CHECKPOINT_PAGES = 64;

  private SpoolConnection() {}

  /** Opens a file, or makes it where it is not there. */
  static Sql open(Path path, SpoolFile.Options options) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    // Nobody asks for these, and after each INSERT the driver would prepare a statement that does.
    config.setGetGeneratedKeys(false);
    Sql sql = new Sql(config.createConnection("jdbc:sqlite:" + path));
    try {
      // Before anything is read: so no memory is shared with others, which takes a file of its own
      // and ends the process where the disk has no room for that.
      sql.execute("PRAGMA locking_mode = EXCLUSIVE");
      if (sql.number("PRAGMA page_count") == 0) {
        // Of a file that is there they would only write what is there already.
        sql.execute("PRAGMA page_size = " + PageFill.PAGE_BYTES);
        sql.execute("PRAGMA auto_vacuum = INCREMENTAL");
      }
      sql.execute("PRAGMA journal_mode = WAL");
      boolean forced = options.durability() == Durability.FSYNC;
      sql.execute("PRAGMA synchronous = " + (forced ? "FULL" : "NORMAL"));
      sql.execute("PRAGMA max_page_count = " + options.maxPages());
      long logPages = logPages(path);
      sql.execute("PRAGMA wal_autocheckpoint = " + logPages);
      sql.execute("PRAGMA journal_size_limit = " + logPages * PageFill.PAGE_BYTES);
      SpoolSchema.prepare(sql);
      return sql;
    } catch (SQLException e) {
      sql.close();
      throw e;
    }
  }

  /**
   * The log, and the file that grows by as much, have to find room in what stays free of the
   * volume: one that is full of events could not be emptied otherwise.
   */
  private static long logPages(Path path) {
    long half = SpoolVolume.reservedBytes(path) / 2;
    return Math.max(MIN_CHECKPOINT_PAGES, Math.min(CHECKPOINT_PAGES, half / PageFill.PAGE_BYTES));
  }
}
