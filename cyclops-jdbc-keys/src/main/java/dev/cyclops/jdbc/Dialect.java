/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** What is particular to one kind of database and its driver. Stateless. */
interface Dialect {
  /** As operators call it. */
  String label();

  /** What to put on the class path, as part of a sentence. */
  String driverJar();

  /**
   * The URL, without any option.
   *
   * @param host as in a URL; IPv6 in brackets
   */
  String url(String host, int port, String name);

  /** The driver's options: timeouts first of all. */
  Map<String, String> options(Duration timeout);

  /**
   * The driver's options for this protection, without those for a CA file.
   *
   * @throws IllegalArgumentException when this cannot be had
   */
  Map<String, String> tlsOptions(DatabaseTls tls);

  /** How the driver is told to hand over rows as they come instead of all at once. */
  int fetchSize();

  /** Whether rows come as they are read only while a transaction is open. */
  boolean streamsInTransaction();

  /** Whether the driver lets a connection that is open be made read-only. */
  boolean switchesToReadOnly();

  /** Whether its timeouts end every silence of a server that it is connected to. */
  default boolean endsSilenceItself() {
    return false;
  }

  /** Whether a connection is worth keeping between loads. */
  default boolean keepsConnection() {
    return true;
  }

  /** Whether a column holds values of its own type only. */
  default boolean hasColumnTypes() {
    return true;
  }

  /** Whether a statement can be ended without asking a server to do so. */
  default boolean cancelsWithoutServer() {
    return false;
  }

  /** Whether the database has just said that there is no such column, and nothing else. */
  boolean isMissingColumn(SQLException failure);
}
