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
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The rows of the spool. An event has a frame, and is in one of four tables besides: ready,
 * waiting, leased or dead. All is done in transactions that the caller begins and commits; what it
 * reads is what it has written. Not thread-safe.
 */
final class SpoolFile implements AutoCloseable {
  /** Of the write-ahead log, after which it is brought into the file: 32 MiB. */
  private static final int CHECKPOINT_PAGES = 4096;

  /** Unused ones that are worth giving back: 64 MiB. */
  private static final int MANY_PAGES = 8192;

  private static final int PAGES_AT_ONCE = 1024;

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
          "CREATE TABLE IF NOT EXISTS probe (number INTEGER PRIMARY KEY, at INTEGER NOT NULL)");

  /** A dead letter, without its frame. */
  record Letter(long number, long diedAt, long id, long bytes, String reason) {}

  /** What a line has in a table. */
  record Count(long project, int code, long events, long bytes, long oldest) {}

  /** Comes before each commit; for tests, which let it fail. */
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

  private SpoolFile(Path path, Options options) throws SQLException {
    this.path = path;
    this.options = options;
    sql = connect(path, options);
  }

  /** Opens it, or makes it where it is not there. */
  static SpoolFile open(Path path, Options options) throws SQLException {
    return new SpoolFile(path, options);
  }

  private static Sql connect(Path path, Options options) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    // Nobody asks for these, and after each INSERT the driver would prepare a statement that does.
    config.setGetGeneratedKeys(false);
    Sql sql = new Sql(config.createConnection("jdbc:sqlite:" + path));
    try {
      // In this order: the first three count for a new file only, before anything is written.
      sql.execute("PRAGMA page_size = " + PageFill.PAGE_BYTES);
      sql.execute("PRAGMA auto_vacuum = INCREMENTAL");
      sql.execute("PRAGMA locking_mode = EXCLUSIVE");
      sql.execute("PRAGMA journal_mode = WAL");
      boolean forced = options.durability == Durability.FSYNC;
      sql.execute("PRAGMA synchronous = " + (forced ? "FULL" : "NORMAL"));
      sql.execute("PRAGMA max_page_count = " + options.maxPages());
      sql.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
      sql.execute("PRAGMA journal_size_limit = " + CHECKPOINT_PAGES * PageFill.PAGE_BYTES);
      for (String statement : SCHEMA) {
        sql.execute(statement);
      }
      return sql;
    } catch (SQLException e) {
      sql.close();
      throw e;
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
        || failure.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ;
  }

  /** Opens it once more, whatever has become of the connection and of the file. */
  void openAnew() throws SQLException {
    try {
      sql.close();
    } catch (SQLException e) {
      // Nothing more can be done with it.
    }
    sql = connect(path, options);
  }

  /** An event whose frame was found elsewhere; once, however often it was found. */
  void restore(Entry entry, byte[] frame) throws SQLException {
    if (sql.update("INSERT OR IGNORE INTO frame VALUES (?, ?)", entry.id(), frame) > 0) {
      addReady(entry);
    }
  }

  void begin() throws SQLException {
    sql.update("BEGIN IMMEDIATE");
  }

  /** Returns when it is as safe as it was opened to make it. */
  void commit() throws SQLException {
    options.hook.beforeCommit();
    sql.update("COMMIT");
  }

  /** Makes the file smaller by some of the pages that it does not need, where they are many. */
  void giveBackPages() throws SQLException {
    long unused = sql.number("PRAGMA freelist_count");
    if (unused > MANY_PAGES && unused > sql.number("PRAGMA page_count") / 4) {
      sql.execute("PRAGMA incremental_vacuum(" + PAGES_AT_ONCE + ")");
    }
  }

  void rollback() throws SQLException {
    sql.update("ROLLBACK");
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

  /** Forgets all of it but the table that it is in. */
  void forget(long id) throws SQLException {
    sql.update("DELETE FROM frame WHERE id = ?", id);
    sql.update("DELETE FROM tried WHERE id = ?", id);
  }

  void addReady(Entry entry) throws SQLException {
    sql.update(
        "INSERT INTO ready VALUES (?, ?, ?, ?, ?)",
        entry.project(),
        entry.code(),
        entry.ageFrom(),
        entry.id(),
        entry.bytes());
  }

  void removeReady(Entry entry) throws SQLException {
    sql.update(
        "DELETE FROM ready WHERE project = ? AND category = ? AND age = ? AND id = ?",
        entry.project(),
        entry.code(),
        entry.ageFrom(),
        entry.id());
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
    sql.update(
        "INSERT OR REPLACE INTO leased VALUES (?, ?, ?, ?, ?)",
        entry.id(),
        entry.project(),
        entry.code(),
        entry.ageFrom(),
        entry.bytes());
  }

  void removeLeased(long id) throws SQLException {
    sql.update("DELETE FROM leased WHERE id = ?", id);
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

  void removeWaiting(long id) throws SQLException {
    sql.update("DELETE FROM waiting WHERE id = ?", id);
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
    sql.update(
        "INSERT INTO dead (died, id, bytes, reason) VALUES (?, ?, ?, ?)",
        diedAtMillis,
        entry.id(),
        entry.bytes(),
        reason);
  }

  void removeLetter(long number) throws SQLException {
    sql.update("DELETE FROM dead WHERE number = ?", number);
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
