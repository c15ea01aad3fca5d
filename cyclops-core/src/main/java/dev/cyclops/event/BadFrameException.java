/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

/** A frame that is damaged, or that only another version can read. Holds nothing of it. */
public final class BadFrameException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * A frame that cannot be read.
   *
   * @param message what is wrong with it, in a few words; nothing out of it
   */
  public BadFrameException(String message) {
    super(message);
  }
}
