/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Which database, how to reach it, and how to speak of it. Immutable; {@code toString} shows no
 * secret.
 *
 * @param properties what the driver gets beside the URL; holds the password
 * @param place kind, host, port and database
 * @param user who logs in, as far as known
 * @param caFile whose certificates the server's has to be signed by
 * @param file which has to be there, where the database is a plain file
 * @param timeout how long nothing may be heard
 */
record Target(
    Dialect dialect,
    String url,
    Properties properties,
    String place,
    @Nullable String user,
    @Nullable Path caFile,
    @Nullable Path file,
    Duration timeout,
    Redaction redaction) {
  /** So that a server that trickles is not waited for through the night. */
  private static final int WHOLE_LOAD_TIMEOUTS = 60;

  /** How long a load may take altogether. */
  Duration wholeTimeout() {
    return timeout.multipliedBy(WHOLE_LOAD_TIMEOUTS);
  }

  @Override
  public String toString() {
    return place;
  }

  /** With who logs in. */
  String description() {
    return user == null || user.isEmpty() ? place : place + " as '" + user + "'";
  }
}
