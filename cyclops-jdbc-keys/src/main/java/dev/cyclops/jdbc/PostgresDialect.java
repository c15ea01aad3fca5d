/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** PostgreSQL through its own driver. */
final class PostgresDialect implements Dialect {
  private static final int ROWS_AT_ONCE = 1000;

  @Override
  public String label() {
    return "PostgreSQL";
  }

  @Override
  public String driverJar() {
    return "postgresql-*.jar (org.postgresql:postgresql)";
  }

  @Override
  public String url(String host, int port, String name) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + UrlText.encode(name);
  }

  @Override
  public Map<String, String> options(Duration timeout) {
    String seconds = Long.toString(Math.max(1, (timeout.toMillis() + 999) / 1000));
    return Map.of(
        "connectTimeout", seconds,
        "socketTimeout", seconds,
        // A login is several attempts, one with TLS and one without, each with timeouts of its own.
        "loginTimeout", seconds,
        "cancelSignalTimeout", seconds,
        "ApplicationName", "cyclops",
        // Nothing is prepared on the server: a pooler in between may give each transaction another.
        "prepareThreshold", "0");
  }

  @Override
  public Map<String, String> tlsOptions(DatabaseTls tls) {
    return switch (tls.mode()) {
      case OFF -> Map.of("sslmode", "disable");
      case PREFER -> Map.of("sslmode", "prefer");
      case REQUIRED -> Map.of("sslmode", "require");
      case VERIFY ->
          tls.caFile() == null
              ? Map.of(
                  "sslmode",
                  "verify-full",
                  "sslfactory",
                  "org.postgresql.ssl.DefaultJavaSSLFactory")
              : Map.of("sslmode", "verify-full", "sslrootcert", tls.caFile().toString());
    };
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
  public boolean endsSilenceItself() {
    return true;
  }

  @Override
  public boolean isMissingColumn(SQLException failure) {
    return "42703".equals(failure.getSQLState());
  }
}
