/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.DataCategory;
import org.jspecify.annotations.Nullable;

/**
 * Is told what a storage gives up, so that it can be accounted for. Called from any thread that
 * puts or takes, never under a lock of the storage.
 */
@FunctionalInterface
public interface DropListener {
  /** Nobody wants to know. */
  DropListener NOBODY = (project, publicKey, category, reason, count) -> {};

  /**
   * Events were given up.
   *
   * @param project their project
   * @param publicKey the key they came with; null when the storage does not know it any more
   * @param category what kind of events they are
   * @param reason why
   * @param count how many, at least 1
   */
  void onDropped(
      long project,
      @Nullable String publicKey,
      DataCategory category,
      ShedReason reason,
      int count);
}
