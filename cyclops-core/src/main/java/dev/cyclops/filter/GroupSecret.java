/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.security.SecureRandom;

/**
 * The secret that group keys are made with, common to all instances that share flood counters.
 * Immutable.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record GroupSecret(long high, long low) {
  /**
   * A new secret.
   *
   * @return 128 bits from a secure random source
   */
  public static GroupSecret random() {
    SecureRandom random = new SecureRandom();
    return new GroupSecret(random.nextLong(), random.nextLong());
  }

  /** Not the secret. */
  @Override
  public String toString() {
    return "GroupSecret[***]";
  }
}
