/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import java.io.IOException;

/** A real SDK, which reports all that it can in a process of its own. */
interface Client {
  /** The name of its package in its registry, with what sets this use of it apart. */
  String title();

  /** The version that is installed. */
  String version() throws IOException, InterruptedException;

  /** Whether it is of the time when a DSN had to hold the secret key too. */
  default boolean needsSecretKey() {
    return false;
  }

  /** Whether its version is fixed here, and not by what the machine has. */
  default boolean isPinned() {
    return true;
  }

  /** Reports to the end and says what the SDK believes. */
  Report report(String dsn) throws IOException, InterruptedException;
}
