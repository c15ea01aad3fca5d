/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** SQLite: a file that is only ever read. */
final class SqliteDialect implements Dialect {
  private static final String PREFIX = "jdbc:sqlite:";
  private static final int GENERAL_ERROR = 1;

  @Override
  public String label() {
    return "SQLite";
  }

  @Override
  public String driverJar() {
    return "sqlite-jdbc-*.jar (org.xerial:sqlite-jdbc)";
  }

  @Override
  public String url(String host, int port, String name) {
    // As a URI no character of the name means anything, and the driver makes no folders for it.
    return PREFIX + "file:" + Path.of(name).toAbsolutePath().toUri().getRawPath();
  }

  @Override
  public Map<String, String> options(Duration timeout) {
    return Map.of(
        // SQLITE_OPEN_READONLY: a file that is missing is not made.
        "open_mode", "1", "busy_timeout", Long.toString(timeout.toMillis()));
  }

  @Override
  public Map<String, String> tlsOptions(DatabaseTls tls) {
    if (tls.mode() == DatabaseTls.Mode.REQUIRED || tls.mode() == DatabaseTls.Mode.VERIFY) {
      throw new IllegalArgumentException(
          "SQLite is a file, there is no connection for TLS mode " + tls.mode());
    }
    return Map.of();
  }

  @Override
  public int fetchSize() {
    return 0;
  }

  @Override
  public boolean streamsInTransaction() {
    return false;
  }

  @Override
  public boolean switchesToReadOnly() {
    return false;
  }

  /** It would read on in a file that has been exchanged for another. */
  @Override
  public boolean keepsConnection() {
    return false;
  }

  @Override
  public boolean hasColumnTypes() {
    return false;
  }

  @Override
  public boolean cancelsWithoutServer() {
    return true;
  }

  @Override
  public boolean isMissingColumn(SQLException failure) {
    String message = failure.getMessage();
    return failure.getErrorCode() == GENERAL_ERROR
        && message != null
        && message.contains("no such column");
  }
}
