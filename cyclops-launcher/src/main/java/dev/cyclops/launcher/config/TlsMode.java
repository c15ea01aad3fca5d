/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

/** How a connection to the database is secured. */
public enum TlsMode {
  /** Not at all. */
  OFF,
  /** Encrypted where the server can, whoever it is. */
  PREFER,
  /** Encrypted, whoever the server is. */
  REQUIRE,
  /** Encrypted, to a server with a valid certificate. */
  VERIFY
}
