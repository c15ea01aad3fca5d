/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a database means by its codes, as far as an operator can do something about it. */
enum DatabaseError {
  LOGIN,
  KEY_RETRIEVAL,
  NO_DATABASE,
  NOT_THIS_DATABASE,
  NO_TABLE,
  NO_COLUMN,
  NO_RIGHT,
  CLOSED_TO_ALL,
  TOO_MANY,
  BAD_VALUE,
  LOST,
  LOCKED,
  NOT_A_DATABASE,
  CANNOT_OPEN,
  NO_FILE;

  /** Our own, for a file that is not there. */
  static final String NO_FILE_STATE = "CYF01";

  static @Nullable DatabaseError of(SQLException failure, Dialect dialect) {
    String state = failure.getSQLState();
    if (NO_FILE_STATE.equals(state)) {
      return NO_FILE;
    }
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    if (message.contains("Public Key Retrieval is not allowed")) {
      return KEY_RETRIEVAL;
    }
    if (dialect instanceof SqliteDialect) {
      return ofSqlite(failure.getErrorCode() & 0xFF, message);
    }
    DatabaseError error = ofMySql(failure.getErrorCode());
    return error != null || state == null ? error : ofState(state);
  }

  /** Some of MySQL's states say less than its codes. */
  private static @Nullable DatabaseError ofMySql(int code) {
    return switch (code) {
      case 1044 -> NOT_THIS_DATABASE;
      case 1045, 1130, 1698, 3118, 3955 -> LOGIN;
      case 1049 -> NO_DATABASE;
      case 1146 -> NO_TABLE;
      case 1054 -> NO_COLUMN;
      case 1142, 1143, 1227, 1370 -> NO_RIGHT;
      case 1053, 1077, 3169 -> CLOSED_TO_ALL;
      case 1040, 1129, 1203, 1226 -> TOO_MANY;
      default -> null;
    };
  }

  private static @Nullable DatabaseError ofState(String state) {
    return switch (state) {
      case "28000", "28P01" -> LOGIN;
      case "3D000" -> NO_DATABASE;
      case "42P01", "42S02", "3F000" -> NO_TABLE;
      case "42703", "42S22" -> NO_COLUMN;
      case "42501" -> NO_RIGHT;
      case "57P01", "57P02", "57P03" -> CLOSED_TO_ALL;
      case "53300" -> TOO_MANY;
      default -> state.startsWith("22") ? BAD_VALUE : state.startsWith("08") ? LOST : null;
    };
  }

  private static @Nullable DatabaseError ofSqlite(int code, String message) {
    return switch (code) {
      case 5, 6 -> LOCKED;
      case 11, 26 -> NOT_A_DATABASE;
      case 3, 14, 23 -> CANNOT_OPEN;
      case 1 ->
          message.contains("no such table")
              ? NO_TABLE
              : message.contains("no such column") ? NO_COLUMN : null;
      default -> null;
    };
  }
}
