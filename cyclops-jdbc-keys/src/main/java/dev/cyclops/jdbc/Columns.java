/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Set;

/** Whether the answer to an operator's query looks like keys. */
final class Columns {
  private static final Set<Integer> NUMBERS =
      Set.of(
          Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL);

  /** What is certainly no key; other types may be a database's own for texts. */
  private static final Set<Integer> NO_TEXTS =
      Set.of(
          Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.NUMERIC,
          Types.DECIMAL,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.BIT,
          Types.BOOLEAN,
          Types.DATE,
          Types.TIME,
          Types.TIMESTAMP,
          Types.TIMESTAMP_WITH_TIMEZONE);

  private static final String EXPECTED =
      "expected are the project's id (a whole number), the public key (text) and,"
          + " if there is a third column, the secret key (text), in this order";

  private Columns() {}

  /**
   * Looks at number and types.
   *
   * @param typed false where a column may hold values of any type
   * @return how many of the first three columns there are, 2 or 3
   * @throws WrongColumnsException when they cannot be keys; says what was expected
   */
  static int check(ResultSetMetaData columns, boolean typed) throws SQLException {
    int count = columns.getColumnCount();
    if (count < 2) {
      throw new WrongColumnsException("the query answers " + count + " column; " + EXPECTED);
    }
    if (typed && !NUMBERS.contains(columns.getColumnType(1))) {
      throw wrong(columns, 1, "not a whole number");
    }
    for (int column = 2; typed && column <= Math.min(count, 3); column++) {
      if (NO_TEXTS.contains(columns.getColumnType(column))) {
        throw wrong(columns, column, "not a text");
      }
    }
    return Math.min(count, 3);
  }

  /** Where types are not known beforehand, rows of which none is a key tell the same. */
  static WrongColumnsException noKeyAmong(long rows, SkippedRows skipped) {
    return new WrongColumnsException(
        "none of the " + rows + " rows of the query is a key (" + skipped + "); " + EXPECTED);
  }

  private static WrongColumnsException wrong(ResultSetMetaData columns, int column, String how)
      throws SQLException {
    return new WrongColumnsException(
        "column "
            + column
            + " of the query is "
            + how
            + " but "
            + columns.getColumnTypeName(column)
            + "; "
            + EXPECTED);
  }

  /** The query answers something else than keys. */
  static final class WrongColumnsException extends SQLException {
    private static final long serialVersionUID = 1L;

    WrongColumnsException(String message) {
      super(message);
    }
  }
}
