/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** MySQL and MariaDB through Connector/J. */
final class MySqlDialect implements Dialect {
  @Override
  public String label() {
    return "MySQL";
  }

  @Override
  public String driverJar() {
    return "mysql-connector-j-*.jar (com.mysql:mysql-connector-j)";
  }

  @Override
  public String url(String host, int port, String name) {
    return "jdbc:mysql://" + host + ":" + port + "/" + UrlText.encode(name);
  }

  @Override
  public Map<String, String> options(Duration timeout) {
    String millis = Long.toString(timeout.toMillis());
    return Map.of(
        "connectTimeout", millis,
        "socketTimeout", millis,
        // Two more commands for each load otherwise, one of them while closing.
        "netTimeoutForStreamingResults", "0",
        // Its own one writes to the standard error stream.
        "logger", "com.mysql.cj.log.Slf4JLogger",
        "paranoid", "true");
  }

  @Override
  public Map<String, String> tlsOptions(DatabaseTls tls) {
    return switch (tls.mode()) {
      case OFF -> Map.of("sslMode", "DISABLED");
      case PREFER -> Map.of("sslMode", "PREFERRED");
      case REQUIRED -> Map.of("sslMode", "REQUIRED");
      case VERIFY ->
          tls.caFile() == null
              ? Map.of("sslMode", "VERIFY_IDENTITY")
              : Map.of("sslMode", "VERIFY_IDENTITY", "fallbackToSystemTrustStore", "false");
    };
  }

  @Override
  public int fetchSize() {
    return Integer.MIN_VALUE;
  }

  @Override
  public boolean streamsInTransaction() {
    return false;
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
    // A column without the right to read it is 1143 with state 42000.
    return failure.getErrorCode() == 1054 && "42S22".equals(failure.getSQLState());
  }
}
