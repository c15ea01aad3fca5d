/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dead letters, but for their frames. Not thread-safe. */
final class LetterTable {
  /** A dead letter, without its frame. */
  record Letter(long number, long diedAt, long id, long bytes, String reason) {}

  private final SpoolFile file;

  LetterTable(SpoolFile file) {
    this.file = file;
  }

  void add(Entry entry, long diedAtMillis, String reason) throws SQLException {
    file.add(
        "INSERT INTO dead (died, id, bytes, reason) VALUES (?, ?, ?, ?)",
        diedAtMillis,
        entry.id(),
        entry.bytes(),
        reason);
  }

  void remove(long number) throws SQLException {
    if (file.remove("DELETE FROM dead WHERE number = ?", number) == 0) {
      throw new DamageException("a dead letter is not where it should be");
    }
  }

  /** Those that died last first, behind one where that is given. */
  List<Letter> list(long diedFromMillis, @Nullable Letter behind, int max) throws SQLException {
    return file.query(
        "SELECT number, died, id, bytes, reason FROM dead WHERE died >= ? AND (died, number) <"
            + " (?, ?) ORDER BY died DESC, number DESC LIMIT ?",
        LetterTable::letter,
        diedFromMillis,
        behind == null ? Long.MAX_VALUE : behind.diedAt(),
        behind == null ? Long.MAX_VALUE : behind.number(),
        max);
  }

  @Nullable Letter find(long number) throws SQLException {
    List<Letter> found =
        file.query(
            "SELECT number, died, id, bytes, reason FROM dead WHERE number = ?",
            LetterTable::letter,
            number);
    return found.isEmpty() ? null : found.get(0);
  }

  /** Those that died first, before a time where that matters. */
  List<Letter> oldest(long diedBeforeMillis, int max) throws SQLException {
    return file.query(
        "SELECT number, died, id, bytes, reason FROM dead WHERE died < ? ORDER BY died, number"
            + " LIMIT ?",
        LetterTable::letter,
        diedBeforeMillis,
        max);
  }

  /** {@link Long#MAX_VALUE} where there is none. */
  long firstDeath() throws SQLException {
    return file.number("SELECT coalesce(min(died), " + Long.MAX_VALUE + ") FROM dead");
  }

  private static Letter letter(ResultSet row) throws SQLException {
    return new Letter(
        row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getString(5));
  }

  long count() throws SQLException {
    return file.number("SELECT count(*) FROM dead");
  }

  long bytes() throws SQLException {
    return file.number("SELECT coalesce(sum(bytes), 0) FROM dead");
  }
}
