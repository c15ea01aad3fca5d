/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

/** A frame that is damaged, or that only another version can read. Holds nothing of it. */
final class BadFrameException extends Exception {
  private static final long serialVersionUID = 1;

  BadFrameException(String message) {
    super(message);
  }
}
