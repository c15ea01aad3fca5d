/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.sql.SQLException;

/** What the file says contradicts what it said before. */
final class DamageException extends SQLException {
  private static final long serialVersionUID = 1;

  DamageException(String message) {
    super(message);
  }
}
