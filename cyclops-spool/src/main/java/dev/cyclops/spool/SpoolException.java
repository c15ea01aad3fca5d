/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import org.jspecify.annotations.Nullable;

/** The spool cannot be opened, or its disk does not do what it is told. Its message is one line. */
public final class SpoolException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * A failure.
   *
   * @param message in a line, for an operator
   * @param cause null when there is none
   */
  public SpoolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
