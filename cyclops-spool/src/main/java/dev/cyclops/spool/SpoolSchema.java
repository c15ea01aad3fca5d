/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.sql.SQLException;
import java.util.List;

/**
 * The tables of a spool. An event has a frame, and is in one of four tables besides: ready,
 * waiting, leased or dead.
 */
final class SpoolSchema {
  private static final List<String> STATEMENTS =
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

  private SpoolSchema() {}

  /**
   * Makes the tables that are not there.
   *
   * @throws DamageException when one is not what it was made as
   */
  static void prepare(Sql sql) throws SQLException {
    for (String statement : STATEMENTS) {
      sql.execute(statement);
    }
    check(sql);
  }

  /** A bit that turned in the words of a table would fail some statement, each time. */
  private static void check(Sql sql) throws SQLException {
    List<String> found =
        sql.query("SELECT coalesce(sql, '') FROM sqlite_master", row -> row.getString(1));
    for (String statement : STATEMENTS) {
      if (!found.contains(statement.replace("IF NOT EXISTS ", ""))) {
        throw new DamageException("a table is not what was made");
      }
    }
  }
}
