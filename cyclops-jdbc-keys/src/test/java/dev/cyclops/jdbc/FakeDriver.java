/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;

/**
 * A driver that behaves as badly as a test wants, behind {@code jdbc:fake:}. What a test does not
 * override works, and answers no rows.
 */
class FakeDriver implements Driver, AutoCloseable {
  static final String URL = "jdbc:fake://db/sentry";

  final List<String> calls = new CopyOnWriteArrayList<>();
  final CountDownLatch aborted = new CountDownLatch(1);
  final CountDownLatch closed = new CountDownLatch(1);

  FakeDriver() throws SQLException {
    DriverManager.registerDriver(this);
  }

  /** Called for each connection. */
  void connecting() throws Exception {}

  /** Called before a connection is used again. */
  boolean valid() throws Exception {
    return true;
  }

  /** Called for each query. */
  void asking(String query) throws Exception {}

  /** Called for each row, the first is 1; false ends them. */
  boolean next(int row) throws Exception {
    return false;
  }

  /** Values of a row. */
  String value(int row, int column) {
    return column == 1 ? Integer.toString(row) : column == 2 ? "key" + row : null;
  }

  int type(int column) {
    return column == 1 ? java.sql.Types.BIGINT : java.sql.Types.VARCHAR;
  }

  /** Waits until the connection is aborted, as a read from a socket does. */
  final void hang() throws Exception {
    aborted.await();
    throw new SQLException("aborted", "08006");
  }

  /** Waits until the test is over, whatever is done to the connection. */
  final void hangForGood() throws Exception {
    closed.await();
    throw new SQLException("closed", "08006");
  }

  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    calls.add("connect " + info.getProperty("user"));
    run(this::connecting);
    return proxy(
        Connection.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "abort" -> {
                calls.add("abort");
                aborted.countDown();
                yield null;
              }
              case "createStatement" -> statement();
              case "isValid" -> {
                boolean[] valid = {false};
                run(() -> valid[0] = valid());
                yield valid[0];
              }
              case "isReadOnly" -> true;
              case "isClosed" -> false;
              case "getAutoCommit" -> false;
              case "close", "setAutoCommit", "setReadOnly", "rollback" -> {
                calls.add(method.getName());
                yield null;
              }
              default -> null;
            });
  }

  private Statement statement() {
    return proxy(
        Statement.class,
        (self, method, arguments) -> {
          if (method.getName().equals("executeQuery")) {
            calls.add("query");
            run(() -> asking((String) arguments[0]));
            return rows();
          }
          return method.getReturnType() == boolean.class ? false : null;
        });
  }

  private ResultSet rows() {
    int[] row = {0};
    ResultSetMetaData columns =
        proxy(
            ResultSetMetaData.class,
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getColumnCount" -> 3;
                  case "getColumnType" -> type((int) arguments[0]);
                  case "getColumnTypeName" -> "TYPE" + type((int) arguments[0]);
                  default -> null;
                });
    return proxy(
        ResultSet.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "next" -> {
                boolean[] more = {false};
                row[0]++;
                run(() -> more[0] = next(row[0]));
                yield more[0];
              }
              case "getString" -> value(row[0], (int) arguments[0]);
              case "getMetaData" -> columns;
              case "isClosed" -> false;
              default -> null;
            });
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void run(Step step) throws SQLException {
    try {
      step.run();
    } catch (SQLException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new SQLException(e);
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(FakeDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith("jdbc:fake:");
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void close() throws SQLException {
    closed.countDown();
    DriverManager.deregisterDriver(this);
  }
}
