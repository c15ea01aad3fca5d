/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import org.jspecify.annotations.Nullable;

/**
 * Text that is no literal. The message holds no part of the text; what was found stands apart, so
 * that it can be left out where the text may be a secret.
 */
final class LiteralException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final @Nullable String found;

  LiteralException(int line, String message) {
    this(line, message, null);
  }

  LiteralException(int line, String message, @Nullable String found) {
    super(message, null, false, false);
    this.line = line;
    this.found = found;
  }

  /** The line, counted from 1. */
  int line() {
    return line;
  }

  /** What stands in the way, a word or a sign of the text itself; null when it says nothing. */
  @Nullable String found() {
    return found;
  }
}
