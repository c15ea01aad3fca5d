/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

/** The kinds of database that Sentry keeps its keys in. */
public enum Database {
  /** MySQL and MariaDB, through MySQL's driver. */
  MYSQL(3306),
  /** PostgreSQL. */
  POSTGRES(5432),
  /** A file; there is no server and no port. */
  SQLITE(0);

  private final int defaultPort;

  Database(int defaultPort) {
    this.defaultPort = defaultPort;
  }

  /**
   * Where its server listens unless told otherwise.
   *
   * @return a TCP port; 0 where there is no server
   */
  public int defaultPort() {
    return defaultPort;
  }

  Dialect dialect() {
    return switch (this) {
      case MYSQL -> new MySqlDialect();
      case POSTGRES -> new PostgresDialect();
      case SQLITE -> new SqliteDialect();
    };
  }
}
