/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import org.jspecify.annotations.Nullable;

/** A load ended without all keys. For {@link FailureText}, which says so to others. */
final class ReadingException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the driver was doing. */
  enum Stage {
    CONNECTING("connecting"),
    ASKING("waiting for the answer to the query"),
    READING("reading the rows");

    private final String text;

    Stage(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** How it ended. */
  enum Kind {
    /** The driver says why. */
    FAILED,
    /** Nothing was heard for too long. */
    SILENT,
    /** Something was heard all the time, but that has to end, too. */
    TOO_LONG,
    /** Somebody wanted it to. */
    ABANDONED
  }

  private final Stage stage;
  private final Kind kind;

  ReadingException(Stage stage, Kind kind, @Nullable Throwable cause) {
    super(cause);
    this.stage = stage;
    this.kind = kind;
  }

  Stage stage() {
    return stage;
  }

  Kind kind() {
    return kind;
  }
}
