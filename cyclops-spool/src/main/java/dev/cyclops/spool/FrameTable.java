/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event or a dead letter has whichever table it is in: its frame, and how often it was
 * tried. Not thread-safe.
 */
final class FrameTable {
  private final SpoolFile file;

  FrameTable(SpoolFile file) {
    this.file = file;
  }

  long highestId() throws SQLException {
    return file.number("SELECT max(id) FROM frame");
  }

  void add(long id, byte[] body) throws SQLException {
    file.update("INSERT INTO frame VALUES (?, ?)", id, body);
  }

  byte @Nullable [] frame(long id) throws SQLException {
    List<byte[]> found =
        file.query("SELECT body FROM frame WHERE id = ?", row -> row.getBytes(1), id);
    return found.isEmpty() ? null : found.get(0);
  }

  /** Whether there is one under any number; reads the file to its end where there is none. */
  boolean has(byte[] body) throws SQLException {
    return file.number(
            "SELECT count(*) FROM (SELECT 1 FROM frame WHERE length(body) = ? AND body = ? LIMIT"
                + " 1)",
            body.length,
            body)
        > 0;
  }

  /** Forgets all of it but the table that it is in. */
  void forget(long id) throws SQLException {
    file.update("DELETE FROM frame WHERE id = ?", id);
    file.update("DELETE FROM tried WHERE id = ?", id);
  }

  /** Gives the frame of a dead letter to an event. */
  void rename(long id, long newId) throws SQLException {
    file.update("UPDATE frame SET id = ? WHERE id = ?", newId, id);
  }

  int attempts(long id) throws SQLException {
    return (int) file.number("SELECT attempts FROM tried WHERE id = ?", id);
  }

  void countAttempt(long id) throws SQLException {
    file.update(
        "INSERT INTO tried VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET attempts = attempts + 1",
        id);
  }
}
