/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * The keys could not be had from the database. The message is one line that says where and why, and
 * is fit for an operator: no control characters, at most some hundred characters, no password.
 */
public final class KeyLoadException extends Exception {
  private static final long serialVersionUID = 1L;

  KeyLoadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
