/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.codec;

import java.io.IOException;

/** A body asks for more memory to be decoded than a stranger may have: it is refused with 413. */
public final class WindowTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param message for the log of whoever tests a codec; clients do not see it
   */
  public WindowTooLargeException(String message) {
    super(message);
  }
}
