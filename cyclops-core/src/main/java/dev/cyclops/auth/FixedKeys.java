/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.util.List;

/** A set of keys that never changes, and has nothing to close. Immutable. */
record FixedKeys(List<ProjectKey> load) implements KeySource {
  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public String toString() {
    return "FixedKeys[" + load.size() + " of them]";
  }
}
