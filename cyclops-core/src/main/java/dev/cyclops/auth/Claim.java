/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import org.jspecify.annotations.Nullable;

/**
 * The key that a request claims to speak with, not yet checked. Immutable; {@code toString} shows
 * neither key nor secret.
 *
 * @param publicKey the key; null when the request names none
 * @param secretKey the secret sent with it; null when there was none
 * @param contradictory true when two places of the request name two keys
 */
public record Claim(@Nullable String publicKey, @Nullable String secretKey, boolean contradictory) {
  static final Claim NONE = new Claim(null, null, false);

  @Override
  public String toString() {
    return "Claim[" + (publicKey == null ? "none" : "***") + "]";
  }
}
