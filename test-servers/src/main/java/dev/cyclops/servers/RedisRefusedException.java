/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

/** Redis has answered with an error. Its message is Redis' own, such as {@code -MOVED …}. */
public final class RedisRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RedisRefusedException(String message) {
    super(message);
  }
}
