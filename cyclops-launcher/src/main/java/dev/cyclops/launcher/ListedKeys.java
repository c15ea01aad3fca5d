/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import java.util.Collection;
import java.util.List;

/**
 * The keys that stand in the configuration, which may be another one after a reload. Thread-safe.
 */
final class ListedKeys implements KeySource {
  private volatile List<ProjectKey> keys;

  ListedKeys(List<ProjectKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /** From the next load on. */
  void keys(List<ProjectKey> keys) {
    this.keys = List.copyOf(keys);
  }

  @Override
  public Collection<ProjectKey> load() {
    return keys;
  }

  @Override
  public String toString() {
    return "ListedKeys[" + keys.size() + " of them]";
  }
}
