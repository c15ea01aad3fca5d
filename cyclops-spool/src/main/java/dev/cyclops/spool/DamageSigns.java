/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a failure says of the file. Stateless. */
final class DamageSigns {
  private DamageSigns() {}

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
}
