/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events that are to be sent, in one of three tables each: ready, waiting or leased. Not
 * thread-safe.
 */
final class EventTables {
  /** What a line has in a table. */
  record Count(long project, int code, long events, long bytes, long oldest) {}

  /** One that waits. */
  record Waiting(Entry entry, boolean parked) {}

  private final SpoolFile file;

  EventTables(SpoolFile file) {
    this.file = file;
  }

  void addReady(Entry entry) throws SQLException {
    file.add(
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
        file.remove(
            "DELETE FROM ready WHERE project = ? AND category = ? AND age = ? AND id = ?",
            entry.project(),
            entry.code(),
            entry.ageFrom(),
            entry.id());
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
    return file.query(line, EventTables::entry, project, code, age, id, max);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4), row.getLong(5));
  }

  /** Whether it is there already or not. */
  void addLeased(Entry entry) throws SQLException {
    file.add(
        "INSERT OR IGNORE INTO leased VALUES (?, ?, ?, ?, ?)",
        entry.id(),
        entry.project(),
        entry.code(),
        entry.ageFrom(),
        entry.bytes());
  }

  void removeLeased(long id) throws SQLException {
    file.remove("DELETE FROM leased WHERE id = ?", id);
  }

  /** What was in hand when the process ended is ready again. */
  void giveBackAll() throws SQLException {
    file.update("INSERT INTO ready SELECT project, category, age, id, bytes FROM leased");
    file.update("DELETE FROM leased");
  }

  void addWaiting(Entry entry, long dueMillis, @Nullable String lane) throws SQLException {
    file.add(
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
    return file.remove("DELETE FROM waiting WHERE id = ?", id) > 0;
  }

  /** Of one that was just read, as {@link #takeReady}. */
  void takeWaiting(long id) throws SQLException {
    if (!removeWaiting(id)) {
      throw new DamageException("what waits is not where it should be");
    }
  }

  List<Waiting> due(long nowMillis, int max) throws SQLException {
    return file.query(
        "SELECT id, project, category, age, bytes, lane FROM waiting WHERE due <= ? LIMIT ?",
        EventTables::waiting,
        nowMillis,
        max);
  }

  List<Waiting> inLane(String lane, int max) throws SQLException {
    return file.query(
        "SELECT id, project, category, age, bytes, lane FROM waiting WHERE lane = ? LIMIT ?",
        EventTables::waiting,
        lane,
        max);
  }

  /** Those of a line that wait, the oldest first, behind one where that is given. */
  List<Waiting> waiting(long project, int code, @Nullable Entry behind, int max)
      throws SQLException {
    return file.query(
        "SELECT id, project, category, age, bytes, lane FROM waiting WHERE project = ? AND category"
            + " = ? AND (age, id) > (?, ?) ORDER BY age, id LIMIT ?",
        EventTables::waiting,
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
    return file.number("SELECT coalesce(min(due), " + Long.MAX_VALUE + ") FROM waiting");
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
    return file.query(
        "SELECT project, category, count(*), sum(bytes), min(age) FROM "
            + table
            + " "
            + where
            + " GROUP BY project, category",
        row ->
            new Count(
                row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4), row.getLong(5)));
  }
}
