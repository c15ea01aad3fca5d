/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write-ahead log as one connection has it: whether all of it is on the disk, and when it is
 * brought into the file. Not thread-safe.
 */
final class WriteAheadLog {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStorage.class);
  private static final String EMPTY = "PRAGMA wal_checkpoint(TRUNCATE)";

  private final Sql sql;

  /**
   * Whether the log may hold what is not on the disk: a system that failed to write may never try
   * again, and takes what is written behind for good.
   */
  private boolean doubtful = true;

  /** Whether it is to be brought into the file before more is written. */
  private boolean empties;

  WriteAheadLog(Sql sql) {
    this.sql = sql;
  }

  /** To be called before a transaction begins: what is in doubt is brought into the file. */
  void prepare() {
    if (doubtful || empties) {
      empties = false;
      empty();
    }
  }

  /** Brings all of it into the file, which writes it once more, and begins an empty log. */
  private void empty() {
    try {
      doubtful &= sql.number(EMPTY) != 0;
    } catch (SQLException e) {
      // To be tried again; what is there can be read meanwhile.
      LOG.debug("the log is still in doubt", e);
    }
  }

  /** Brings all of it into the file, or fails: to close it says nothing of what went wrong. */
  void finish() throws SQLException {
    if (sql.number(EMPTY) != 0) {
      throw new SQLException("the log cannot be brought into the file");
    }
  }

  /** The system has failed to write some of it down. */
  void doubt() {
    doubtful = true;
  }

  /** Has all of it brought into the file before more is written. */
  void emptyNext() {
    empties = true;
  }

  /** Fails while nothing that is written now could be relied on. */
  void requireCertain() throws SQLException {
    if (doubtful) {
      throw new SQLException("the log cannot be brought into the file");
    }
  }
}
