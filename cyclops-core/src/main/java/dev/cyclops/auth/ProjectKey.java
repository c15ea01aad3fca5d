/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key that may speak for a project. Immutable; {@code toString} shows neither key nor secret.
 *
 * @param project the project's id, above 0
 * @param publicKey the public half, as in a DSN
 * @param secretKey the secret half, which old clients still send; null when the project has none
 */
public record ProjectKey(long project, String publicKey, @Nullable String secretKey) {
  /**
   * Checks the values.
   *
   * @param project the project's id
   * @param publicKey the public half
   * @param secretKey the secret half
   */
  public ProjectKey {
    if (project < 1) {
      throw new IllegalArgumentException("project < 1: " + project);
    }
    Objects.requireNonNull(publicKey, "publicKey == null");
    if (publicKey.isEmpty()) {
      throw new IllegalArgumentException("publicKey is empty");
    }
  }

  @Override
  public String toString() {
    return "ProjectKey[project " + project + "]";
  }
}
