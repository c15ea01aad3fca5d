/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** Whatever driver answers to a URL: it has to set its own timeouts and protection. */
final class OtherDialect implements Dialect {
  private static final int ROWS_AT_ONCE = 1000;

  private final String scheme;

  OtherDialect(String scheme) {
    this.scheme = scheme;
  }

  @Override
  public String label() {
    return scheme;
  }

  @Override
  public String driverJar() {
    return "a JDBC driver that answers to " + scheme + ":";
  }

  @Override
  public String url(String host, int port, String name) {
    throw new IllegalStateException("only from a URL");
  }

  @Override
  public Map<String, String> options(Duration timeout) {
    return Map.of();
  }

  @Override
  public Map<String, String> tlsOptions(DatabaseTls tls) {
    throw new IllegalArgumentException(
        "TLS for " + scheme + ": is set by options of its driver in the URL");
  }

  @Override
  public int fetchSize() {
    return ROWS_AT_ONCE;
  }

  @Override
  public boolean streamsInTransaction() {
    return true;
  }

  @Override
  public boolean switchesToReadOnly() {
    return true;
  }

  @Override
  public boolean isMissingColumn(SQLException failure) {
    return "42S22".equals(failure.getSQLState()) || "42703".equals(failure.getSQLState());
  }
}
