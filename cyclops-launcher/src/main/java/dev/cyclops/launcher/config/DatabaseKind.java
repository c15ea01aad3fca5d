/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

/** What kind of database holds Sentry's keys. */
public enum DatabaseKind {
  /** MySQL or MariaDB. */
  MYSQL,
  /** PostgreSQL. */
  POSTGRES,
  /** A file of SQLite's. */
  SQLITE
}
