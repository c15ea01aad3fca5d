/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file of the spool. All is done in transactions that the caller begins and commits; what it
 * reads is what it has written. How many events there should be is written with each of them. Not
 * thread-safe.
 */
final class SpoolFile implements AutoCloseable {
  /** Unused ones that are worth giving back: 64 MiB. */
  private static final int MANY_PAGES = 8192;

  private static final int PAGES_AT_ONCE = 1024;

  /** Where there is little room: what moves has to fit into the log first. */
  private static final int FEW_PAGES = 64;

  /** For what is no event: 64 MiB. */
  private static final int SPARE_PAGES = 8192;

  /** SQLite's own bound. */
  private static final long MOST_PAGES = 0xFFFFFFFEL;

  /** Comes before what was put is committed; for tests, which let it fail. */
  interface CommitHook {
    void beforeCommit() throws SQLException;
  }

  /**
   * How a file is opened.
   *
   * @param maxBytes what its events may take by the books
   */
  record Options(Durability durability, long maxBytes, CommitHook hook) {
    /** The last bound, should the books be wrong: a quarter more than they allow. */
    long maxPages() {
      return Math.min(SPARE_PAGES + maxBytes / PageFill.PAGE_BYTES * 5 / 4, MOST_PAGES);
    }
  }

  private final Path path;
  private final Options options;
  private Sql sql;
  private WriteAheadLog log;

  /** By how many events there are more than before, in what is not committed. */
  private long more;

  private SpoolFile(Path path, Options options) throws SQLException {
    this.path = path;
    this.options = options;
    sql = SpoolConnection.open(path, options);
    log = new WriteAheadLog(sql);
  }

  /** Opens it, or makes it where it is not there. */
  static SpoolFile open(Path path, Options options) throws SQLException {
    return new SpoolFile(path, options);
  }

  /** Opens it once more, whatever has become of the connection and of the file. */
  void openAnew() throws SQLException {
    try {
      sql.close();
    } catch (SQLException e) {
      // Nothing more can be done with it.
    }
    more = 0;
    sql = SpoolConnection.open(path, options);
    log = new WriteAheadLog(sql);
  }

  void begin() throws SQLException {
    log.prepare();
    sql.update("BEGIN IMMEDIATE");
  }

  /** As {@link WriteAheadLog#finish}. */
  void finishLog() throws SQLException {
    log.finish();
  }

  /** As {@link WriteAheadLog#doubt}. */
  void doubt() {
    log.doubt();
  }

  /** Returns when it is as safe as it was opened to make it. */
  void commit() throws SQLException {
    if (more != 0) {
      sql.update("INSERT OR IGNORE INTO total VALUES (1, 'events', 0)");
      sql.update("UPDATE total SET number = number + ?", more);
    }
    log.requireCertain();
    sql.update("COMMIT");
    more = 0;
  }

  /** Does nothing where SQLite has done so by itself, as it does when a commit fails. */
  void rollback() throws SQLException {
    more = 0;
    try {
      sql.update("ROLLBACK");
    } catch (SQLiteException e) {
      if (e.getResultCode() != SQLiteErrorCode.SQLITE_ERROR) {
        throw e;
      }
    }
  }

  /**
   * Makes the file smaller by some of the pages that it does not need, where they are many.
   *
   * @param urgent whether few are many
   */
  void giveBackPages(boolean urgent) throws SQLException {
    long unused = sql.number("PRAGMA freelist_count");
    if (urgent || (unused > MANY_PAGES && unused > sql.number("PRAGMA page_count") / 4)) {
      int pages = urgent ? FEW_PAGES : PAGES_AT_ONCE;
      sql.execute("PRAGMA incremental_vacuum(" + pages + ")");
    }
    // The file is not smaller before, and the log takes room as well.
    if (urgent) {
      log.emptyNext();
    }
  }

  /** How many events there should be. */
  long total() throws SQLException {
    return sql.number("SELECT number FROM total");
  }

  /** Writes something. */
  void probe(long nowMillis) throws SQLException {
    sql.update("INSERT OR REPLACE INTO probe VALUES (1, ?)", nowMillis);
  }

  /** Does what neither brings events nor takes any. */
  void update(String statement, @Nullable Object... arguments) throws SQLException {
    sql.update(statement, arguments);
  }

  /** Does what brings an event with each row that it changes. */
  void add(String statement, @Nullable Object... arguments) throws SQLException {
    more += sql.update(statement, arguments);
  }

  /** Does what takes an event with each row that it changes; how many these are. */
  int remove(String statement, @Nullable Object... arguments) throws SQLException {
    int removed = sql.update(statement, arguments);
    more -= removed;
    return removed;
  }

  /** As {@link Sql#query}. */
  <T> List<T> query(String statement, Sql.Row<T> row, @Nullable Object... arguments)
      throws SQLException {
    return sql.query(statement, row, arguments);
  }

  /** As {@link Sql#number}. */
  long number(String statement, @Nullable Object... arguments) throws SQLException {
    return sql.number(statement, arguments);
  }

  @Override
  public void close() throws SQLException {
    sql.close();
  }
}
