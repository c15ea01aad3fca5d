/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** The rows of a file that nobody writes, some at a time. Not thread-safe. */
final class SpoolRows implements AutoCloseable {
  private static final int AT_ONCE = 256;
  private static final int MAX_FAULTS = 20;

  /** A row of an event that is to be sent. */
  record Row(EventState state, Entry entry, @Nullable String lane) {}

  /** Takes something. */
  interface Taker<T> {
    void take(T row) throws SQLException, IOException;
  }

  /** Takes an event without a row. */
  interface LooseTaker {
    void take(long id, byte[] frame) throws SQLException, IOException;
  }

  private final Sql sql;

  private SpoolRows(Sql sql) {
    this.sql = sql;
  }

  static SpoolRows open(String url) throws SQLException {
    Sql sql = new Sql(new SQLiteConfig().createConnection("jdbc:sqlite:" + url));
    try {
      sql.execute("PRAGMA query_only = ON");
      sql.number("SELECT count(*) FROM sqlite_schema");
      return new SpoolRows(sql);
    } catch (SQLException e) {
      sql.close();
      throw e;
    }
  }

  byte @Nullable [] frame(long id) throws SQLException {
    List<byte[]> found =
        sql.query("SELECT body FROM frame WHERE id = ?", row -> row.getBytes(1), id);
    return found.isEmpty() ? null : found.get(0);
  }

  /** Of all but dead letters. */
  void forEach(Taker<Row> taker) throws SQLException, IOException {
    Entry last = new Entry(Long.MIN_VALUE, Long.MIN_VALUE, 0, Long.MIN_VALUE, 0);
    List<Row> some;
    do {
      some =
          sql.query(
              "SELECT id, project, category, age, bytes, 'READY', NULL FROM ready WHERE (project,"
                  + " category, age, id) > (?, ?, ?, ?) ORDER BY project, category, age, id"
                  + " LIMIT ?",
              SpoolRows::row,
              last.project(),
              last.code(),
              last.ageFrom(),
              last.id(),
              AT_ONCE);
      for (Row row : some) {
        taker.take(row);
        last = row.entry();
      }
    } while (some.size() == AT_ONCE);
    forEachById(
        "SELECT id, project, category, age, bytes, CASE WHEN lane IS NULL THEN 'DELAYED' ELSE"
            + " 'PARKED' END, lane FROM waiting WHERE id > ? ORDER BY id LIMIT ?",
        taker);
    forEachById(
        "SELECT id, project, category, age, bytes, 'IN_HAND', NULL FROM leased WHERE id > ? ORDER"
            + " BY id LIMIT ?",
        taker);
  }

  private void forEachById(String query, Taker<Row> taker) throws SQLException, IOException {
    long last = Long.MIN_VALUE;
    List<Row> some;
    do {
      some = sql.query(query, SpoolRows::row, last, AT_ONCE);
      for (Row row : some) {
        taker.take(row);
        last = row.entry().id();
      }
    } while (some.size() == AT_ONCE);
  }

  private static Row row(ResultSet row) throws SQLException {
    Entry entry =
        new Entry(row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4), row.getLong(5));
    return new Row(EventState.valueOf(row.getString(6)), entry, row.getString(7));
  }

  /** Some hundred thousand at the most. */
  List<LetterTable.Letter> letters() throws SQLException {
    return sql.query(
        "SELECT number, died, id, bytes, reason FROM dead ORDER BY number",
        row ->
            new LetterTable.Letter(
                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getString(5)));
  }

  void forEachLoose(LooseTaker taker) throws SQLException, IOException {
    List<Long> ids =
        sql.query(
            "SELECT id FROM frame WHERE id NOT IN (SELECT id FROM ready UNION ALL SELECT id FROM"
                + " waiting UNION ALL SELECT id FROM leased UNION ALL SELECT id FROM dead)",
            row -> row.getLong(1));
    for (long id : ids) {
      byte[] frame = frame(id);
      if (frame != null) {
        taker.take(id, frame);
      }
    }
  }

  /** What SQLite finds wrong. */
  List<String> faults() throws SQLException {
    List<String> found =
        sql.query("PRAGMA integrity_check(" + MAX_FAULTS + ")", row -> row.getString(1));
    return found.equals(List.of("ok"))
        ? List.of()
        : found.stream().map(fault -> fault.replace('\n', ' ')).limit(MAX_FAULTS).toList();
  }

  /** Whether each page can be read. */
  boolean isWhole() {
    try {
      return sql.query("PRAGMA quick_check(1)", row -> row.getString(1)).equals(List.of("ok"));
    } catch (SQLException e) {
      return false;
    }
  }

  long unusedBytes() throws SQLException {
    return sql.number("PRAGMA freelist_count") * PageFill.PAGE_BYTES;
  }

  @Override
  public void close() throws SQLException {
    sql.close();
  }
}
