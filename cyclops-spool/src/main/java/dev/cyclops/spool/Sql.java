/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements that are prepared once, on one connection. Not thread-safe. */
final class Sql implements AutoCloseable {
  /** Reads a row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** What needs no arguments and comes once. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** How many rows it changed. */
  int update(String sql, @Nullable Object... arguments) throws SQLException {
    try {
      return bound(sql, arguments).executeUpdate();
    } catch (SQLException e) {
      forget(sql);
      throw e;
    }
  }

  <T> List<T> query(String sql, Row<T> row, @Nullable Object... arguments) throws SQLException {
    List<T> found = new ArrayList<>();
    try (ResultSet rows = bound(sql, arguments).executeQuery()) {
      while (rows.next()) {
        found.add(row.read(rows));
      }
    } catch (SQLException e) {
      forget(sql);
      throw e;
    }
    return found;
  }

  /** The one number that it asks for; 0 where there is none. */
  long number(String sql, @Nullable Object... arguments) throws SQLException {
    List<Long> found = query(sql, row -> row.getLong(1), arguments);
    return found.isEmpty() ? 0 : found.get(0);
  }

  /** The driver has closed a statement that failed, and it is of no use any more. */
  private void forget(String sql) throws SQLException {
    PreparedStatement failed = prepared.remove(sql);
    if (failed != null) {
      failed.close();
    }
  }

  private PreparedStatement bound(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof Long number) {
        statement.setLong(i + 1, number);
      } else if (arguments[i] instanceof Integer number) {
        statement.setInt(i + 1, number);
      } else if (arguments[i] instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else {
        statement.setString(i + 1, (String) arguments[i]);
      }
    }
    return statement;
  }

  /** Closes the connection in any case; so are its statements. */
  @Override
  public void close() throws SQLException {
    try (connection) {
      for (PreparedStatement statement : prepared.values()) {
        statement.close();
      }
    }
  }
}
