/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.migrate;

/** An entry holds no event; the message says why, without a word of what it holds. */
final class UnreadableEntryException extends Exception {
  private static final long serialVersionUID = 1;

  UnreadableEntryException(String reason) {
    super(reason);
  }
}
