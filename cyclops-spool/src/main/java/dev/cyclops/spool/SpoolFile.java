/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The rows of the spool. An event has a frame, and is in one of four tables besides: ready,
 * waiting, leased or dead. All is done in transactions that the caller begins and commits; what it
 * reads is what it has written. Not thread-safe.
 */
final class SpoolFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStorage.class);

  /** Of the write-ahead log, after which it is brought into the file: 32 MiB. */
  private static final int CHECKPOINT_PAGES = 4096;

  /** The same of a volume that is very small: 512 KiB. */
  private static final int MIN_CHECKPOINT_PAGES = 64;

  /** Unused ones that are worth giving back: 64 MiB. */
  private static final int MANY_PAGES = 8192;

  private static final int PAGES_AT_ONCE = 1024;

  /** Where there is little room: what moves has to fit into the log first. */
  private static final int FEW_PAGES = 64;

  /** For what is no event: 64 MiB. */
  private static final int SPARE_PAGES = 8192;

  /** SQLite's own bound. */
  private static final long MOST_PAGES = 0xFFFFFFFEL;

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE IF NOT EXISTS frame (id INTEGER PRIMARY KEY, body BLOB NOT NULL)",
          "CREATE TABLE IF NOT EXISTS ready (project INTEGER NOT NULL, category INTEGER NOT NULL,"
              + " age INTEGER NOT NULL, id INTEGER NOT NULL, bytes INTEGER NOT NULL,"
              + " PRIMARY KEY (project, category, age, id)) WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS waiting (id INTEGER PRIMARY KEY, project INTEGER NOT NULL,"
              + " category INTEGER NOT NULL, age INTEGER NOT NULL, bytes INTEGER NOT NULL,"
              + " due INTEGER NOT NULL, lane TEXT)",
          "CREATE INDEX IF NOT EXISTS waiting_due ON waiting (due)",
          "CREATE INDEX IF NOT EXISTS waiting_lane ON waiting (lane) WHERE lane IS NOT NULL",
          "CREATE INDEX IF NOT EXISTS waiting_line ON waiting (project, category, age, id)",
          "CREATE TABLE IF NOT EXISTS leased (id INTEGER PRIMARY KEY, project INTEGER NOT NULL,"
              + " category INTEGER NOT NULL, age INTEGER NOT NULL, bytes INTEGER NOT NULL)",
          "CREATE TABLE IF NOT EXISTS tried (id INTEGER PRIMARY KEY, attempts INTEGER NOT NULL)",
          "CREATE TABLE IF NOT EXISTS dead (number INTEGER PRIMARY KEY AUTOINCREMENT,"
              + " died INTEGER NOT NULL, id INTEGER NOT NULL, bytes INTEGER NOT NULL,"
              + " reason TEXT NOT NULL)",
          "CREATE INDEX IF NOT EXISTS dead_died ON dead (died, number)",
          "CREATE TABLE IF NOT EXISTS probe (number INTEGER PRIMARY KEY, at INTEGER NOT NULL)",
          // How many events there should be, since SQLite does not notice each that gets lost.
          "CREATE TABLE IF NOT EXISTS total (one INTEGER PRIMARY KEY, name TEXT NOT NULL,"
              + " number INTEGER NOT NULL)");

  /** A dead letter, without its frame. */
  record Letter(long number, long diedAt, long id, long bytes, String reason) {}

  /** What a line has in a table. */
  record Count(long project, int code, long events, long bytes, long oldest) {}

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

  /** By how many events there are more than before, in what is not committed. */
  private long more;

  /**
   * Whether the log may hold what is not on the disk: a system that failed to write may never try
   * again, and takes what is written behind for good.
   */
  private boolean doubtful = true;

  /** Whether the log is to be brought into the file before more is written. */
  private boolean emptiesLog;

  private SpoolFile(Path path, Options options) throws SQLException {
    this.path = path;
    this.options = options;
    sql = connect(path, options);
  }

  /** Opens it, or makes it where it is not there. */
  static SpoolFile open(Path path, Options options) throws SQLException {
    return new SpoolFile(path, options);
  }

  /**
   * The log, and the file that grows by as much, have to find room in what stays free of the
   * volume: one that is full of events could not be emptied otherwise.
   */
  private static long logPages(Path path) {
    long half = SpoolFolder.reservedBytes(path) / 2;
    return Math.max(MIN_CHECKPOINT_PAGES, Math.min(CHECKPOINT_PAGES, half / PageFill.PAGE_BYTES));
  }

  private static Sql connect(Path path, Options options) throws SQLException {
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
      boolean forced = options.durability == Durability.FSYNC;
      sql.execute("PRAGMA synchronous = " + (forced ? "FULL" : "NORMAL"));
      sql.execute("PRAGMA max_page_count = " + options.maxPages());
      long logPages = logPages(path);
      sql.execute("PRAGMA wal_autocheckpoint = " + logPages);
      sql.execute("PRAGMA journal_size_limit = " + logPages * PageFill.PAGE_BYTES);
      for (String statement : SCHEMA) {
        sql.execute(statement);
      }
      checkSchema(sql);
      return sql;
    } catch (SQLException e) {
      sql.close();
      throw e;
    }
  }

  /** A bit that turned in the words of a table would fail some statement, each time. */
  private static void checkSchema(Sql sql) throws SQLException {
    List<String> found =
        sql.query("SELECT coalesce(sql, '') FROM sqlite_master", row -> row.getString(1));
    for (String statement : SCHEMA) {
      if (!found.contains(statement.replace("IF NOT EXISTS ", ""))) {
        throw new DamageException("a table is not what was made");
      }
    }
  }

  /** Whether it is the file that is to blame: what it says makes no sense. */
  static boolean isDamage(SQLException e) {
    if (!(e instanceof SQLiteException failure)) {
      return e instanceof DamageException;
    }
    int code = failure.getResultCode().code & 0xFF;
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code
        || code == SQLiteErrorCode.SQLITE_CONSTRAINT.code
        || code == SQLiteErrorCode.SQLITE_MISMATCH.code
        || failure.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ;
  }

  /** As {@link #isDamage}, of a file that is opened: what it says of itself may be wrong too. */
  static boolean isDamageAtFirst(SQLException e, boolean writable) {
    if (isDamage(e) || !(e instanceof SQLiteException failure)) {
      return isDamage(e);
    }
    int code = failure.getResultCode().code & 0xFF;
    return code == SQLiteErrorCode.SQLITE_ERROR.code
        || code == SQLiteErrorCode.SQLITE_TOOBIG.code
        || code == SQLiteErrorCode.SQLITE_FORMAT.code
        // What another version is to read, and this one only to look at.
        || (code == SQLiteErrorCode.SQLITE_READONLY.code && writable);
  }

  /** Opens it once more, whatever has become of the connection and of the file. */
  void openAnew() throws SQLException {
    try {
      sql.close();
    } catch (SQLException e) {
      // Nothing more can be done with it.
    }
    more = 0;
    sql = connect(path, options);
    doubtful = true;
  }

  void begin() throws SQLException {
    if (doubtful || emptiesLog) {
      emptiesLog = false;
      emptyLog();
    }
    sql.update("BEGIN IMMEDIATE");
  }

  /** Brings all of the log into the file, which writes it once more, and begins an empty log. */
  private void emptyLog() {
    try {
      doubtful &= sql.number("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
    } catch (SQLException e) {
      // To be tried again; what is there can be read meanwhile.
      LOG.debug("the log is still in doubt", e);
    }
  }

  /** Brings all of the log into the file, or fails: to close it says nothing of what went wrong. */
  void finishLog() throws SQLException {
    if (sql.number("PRAGMA wal_checkpoint(TRUNCATE)") != 0) {
      throw new SQLException("the log cannot be brought into the file");
    }
  }

  /** The system has failed to write some of the log down. */
  void doubt() {
    doubtful = true;
  }

  /** Returns when it is as safe as it was opened to make it. */
  void commit() throws SQLException {
    if (more != 0) {
      sql.update("INSERT OR IGNORE INTO total VALUES (1, 'events', 0)");
      sql.update("UPDATE total SET number = number + ?", more);
    }
    if (doubtful) {
      throw new SQLException("the log cannot be brought into the file");
    }
    sql.update("COMMIT");
    more = 0;
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
    emptiesLog |= urgent;
  }

  /** How many events there should be. */
  long total() throws SQLException {
    return sql.number("SELECT number FROM total");
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

  /** Writes something. */
  void probe(long nowMillis) throws SQLException {
    sql.update("INSERT OR REPLACE INTO probe VALUES (1, ?)", nowMillis);
  }

  long highestId() throws SQLException {
    return sql.number("SELECT max(id) FROM frame");
  }

  void addFrame(long id, byte[] body) throws SQLException {
    sql.update("INSERT INTO frame VALUES (?, ?)", id, body);
  }

  byte @Nullable [] frame(long id) throws SQLException {
    List<byte[]> found =
        sql.query("SELECT body FROM frame WHERE id = ?", row -> row.getBytes(1), id);
    return found.isEmpty() ? null : found.get(0);
  }

  /** Whether there is one under any number; reads the file to its end where there is none. */
  boolean hasFrame(byte[] body) throws SQLException {
    return sql.number(
            "SELECT count(*) FROM (SELECT 1 FROM frame WHERE length(body) = ? AND body = ? LIMIT"
                + " 1)",
            body.length,
            body)
        > 0;
  }

  /** Forgets all of it but the table that it is in. */
  void forget(long id) throws SQLException {
    sql.update("DELETE FROM frame WHERE id = ?", id);
    sql.update("DELETE FROM tried WHERE id = ?", id);
  }

  void addReady(Entry entry) throws SQLException {
    more +=
        sql.update(
            "INSERT INTO ready VALUES (?, ?, ?, ?, ?)",
            entry.project(),
            entry.code(),
            entry.ageFrom(),
            entry.id(),
            entry.bytes());
  }

  /** Whether it was there. */
  boolean removeReady(Entry entry) throws SQLException {
    int removed =
        sql.update(
            "DELETE FROM ready WHERE project = ? AND category = ? AND age = ? AND id = ?",
            entry.project(),
            entry.code(),
            entry.ageFrom(),
            entry.id());
    more -= removed;
    return removed > 0;
  }

  /** Of one that was just read; what is read and cannot be removed would come for ever. */
  void takeReady(Entry entry) throws SQLException {
    if (!removeReady(entry)) {
      throw new DamageException("what is ready is not where it should be");
    }
  }

  /** Those of a line that are ready, behind one where that is given. */
  List<Entry> ready(long project, int code, boolean newest, @Nullable Entry behind, int max)
      throws SQLException {
    long age = behind != null ? behind.ageFrom() : newest ? Long.MAX_VALUE : Long.MIN_VALUE;
    long id = behind != null ? behind.id() : newest ? Long.MAX_VALUE : Long.MIN_VALUE;
    String line =
        newest
            ? "SELECT id, project, category, age, bytes FROM ready WHERE project = ? AND category"
                + " = ? AND (age, id) < (?, ?) ORDER BY age DESC, id DESC LIMIT ?"
            : "SELECT id, project, category, age, bytes FROM ready WHERE project = ? AND category"
                + " = ? AND (age, id) > (?, ?) ORDER BY age, id LIMIT ?";
    return sql.query(line, SpoolFile::entry, project, code, age, id, max);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4), row.getLong(5));
  }

  /** Whether it is there already or not. */
  void addLeased(Entry entry) throws SQLException {
    more +=
        sql.update(
            "INSERT OR IGNORE INTO leased VALUES (?, ?, ?, ?, ?)",
            entry.id(),
            entry.project(),
            entry.code(),
            entry.ageFrom(),
            entry.bytes());
  }

  void removeLeased(long id) throws SQLException {
    more -= sql.update("DELETE FROM leased WHERE id = ?", id);
  }

  int attempts(long id) throws SQLException {
    return (int) sql.number("SELECT attempts FROM tried WHERE id = ?", id);
  }

  void countAttempt(long id) throws SQLException {
    sql.update(
        "INSERT INTO tried VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET attempts = attempts + 1",
        id);
  }

  /** One that waits. */
  record Waiting(Entry entry, boolean parked) {}

  void addWaiting(Entry entry, long dueMillis, @Nullable String lane) throws SQLException {
    more +=
        sql.update(
            "INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?)",
            entry.id(),
            entry.project(),
            entry.code(),
            entry.ageFrom(),
            entry.bytes(),
            dueMillis,
            lane);
  }

  /** Whether it was there. */
  boolean removeWaiting(long id) throws SQLException {
    int removed = sql.update("DELETE FROM waiting WHERE id = ?", id);
    more -= removed;
    return removed > 0;
  }

  /** Of one that was just read, as {@link #takeReady}. */
  void takeWaiting(long id) throws SQLException {
    if (!removeWaiting(id)) {
      throw new DamageException("what waits is not where it should be");
    }
  }

  List<Waiting> due(long nowMillis, int max) throws SQLException {
    return sql.query(
        "SELECT id, project, category, age, bytes, lane FROM waiting WHERE due <= ? LIMIT ?",
        SpoolFile::waiting,
        nowMillis,
        max);
  }

  List<Waiting> inLane(String lane, int max) throws SQLException {
    return sql.query(
        "SELECT id, project, category, age, bytes, lane FROM waiting WHERE lane = ? LIMIT ?",
        SpoolFile::waiting,
        lane,
        max);
  }

  /** Those of a line that wait, the oldest first, behind one where that is given. */
  List<Waiting> waiting(long project, int code, @Nullable Entry behind, int max)
      throws SQLException {
    return sql.query(
        "SELECT id, project, category, age, bytes, lane FROM waiting WHERE project = ? AND category"
            + " = ? AND (age, id) > (?, ?) ORDER BY age, id LIMIT ?",
        SpoolFile::waiting,
        project,
        code,
        behind == null ? Long.MIN_VALUE : behind.ageFrom(),
        behind == null ? Long.MIN_VALUE : behind.id(),
        max);
  }

  private static Waiting waiting(ResultSet row) throws SQLException {
    return new Waiting(entry(row), row.getString(6) != null);
  }

  /** When the first of those that wait is due; {@link Long#MAX_VALUE} where none does. */
  long firstDue() throws SQLException {
    return sql.number("SELECT coalesce(min(due), " + Long.MAX_VALUE + ") FROM waiting");
  }

  void addLetter(Entry entry, long diedAtMillis, String reason) throws SQLException {
    more +=
        sql.update(
            "INSERT INTO dead (died, id, bytes, reason) VALUES (?, ?, ?, ?)",
            diedAtMillis,
            entry.id(),
            entry.bytes(),
            reason);
  }

  void removeLetter(long number) throws SQLException {
    if (sql.update("DELETE FROM dead WHERE number = ?", number) == 0) {
      throw new DamageException("a dead letter is not where it should be");
    }
    more--;
  }

  /** Gives the frame of a dead letter to an event. */
  void renameFrame(long id, long newId) throws SQLException {
    sql.update("UPDATE frame SET id = ? WHERE id = ?", newId, id);
  }

  /** Those that died last first, behind one where that is given. */
  List<Letter> letters(long diedFromMillis, @Nullable Letter behind, int max) throws SQLException {
    return sql.query(
        "SELECT number, died, id, bytes, reason FROM dead WHERE died >= ? AND (died, number) <"
            + " (?, ?) ORDER BY died DESC, number DESC LIMIT ?",
        SpoolFile::letter,
        diedFromMillis,
        behind == null ? Long.MAX_VALUE : behind.diedAt(),
        behind == null ? Long.MAX_VALUE : behind.number(),
        max);
  }

  @Nullable Letter letter(long number) throws SQLException {
    List<Letter> found =
        sql.query(
            "SELECT number, died, id, bytes, reason FROM dead WHERE number = ?",
            SpoolFile::letter,
            number);
    return found.isEmpty() ? null : found.get(0);
  }

  /** Those that died first, before a time where that matters. */
  List<Letter> oldestLetters(long diedBeforeMillis, int max) throws SQLException {
    return sql.query(
        "SELECT number, died, id, bytes, reason FROM dead WHERE died < ? ORDER BY died, number"
            + " LIMIT ?",
        SpoolFile::letter,
        diedBeforeMillis,
        max);
  }

  /** {@link Long#MAX_VALUE} where there is none. */
  long firstDeath() throws SQLException {
    return sql.number("SELECT coalesce(min(died), " + Long.MAX_VALUE + ") FROM dead");
  }

  private static Letter letter(ResultSet row) throws SQLException {
    return new Letter(
        row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getString(5));
  }

  /** What was in hand when the process ended is ready again. */
  void giveBackAll() throws SQLException {
    sql.update("INSERT INTO ready SELECT project, category, age, id, bytes FROM leased");
    sql.update("DELETE FROM leased");
  }

  List<Count> readyCounts() throws SQLException {
    return counts("ready", "");
  }

  List<Count> delayedCounts() throws SQLException {
    return counts("waiting", "WHERE lane IS NULL");
  }

  List<Count> parkedCounts() throws SQLException {
    return counts("waiting", "WHERE lane IS NOT NULL");
  }

  private List<Count> counts(String table, String where) throws SQLException {
    return sql.query(
        "SELECT project, category, count(*), sum(bytes), min(age) FROM "
            + table
            + " "
            + where
            + " GROUP BY project, category",
        row ->
            new Count(
                row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4), row.getLong(5)));
  }

  long letterCount() throws SQLException {
    return sql.number("SELECT count(*) FROM dead");
  }

  long letterBytes() throws SQLException {
    return sql.number("SELECT coalesce(sum(bytes), 0) FROM dead");
  }

  @Override
  public void close() throws SQLException {
    sql.close();
  }
}
