/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.DataCategory;

/**
 * What must not be sent for now. Asked under a storage's lock: it must be quick and not block, call
 * the storage or throw.
 */
@FunctionalInterface
public interface Paused {
  /** Nothing is paused. */
  Paused NOTHING = (project, category) -> false;

  /**
   * Whether a kind of event of a project has to wait.
   *
   * @param project the project's id
   * @param category the kind of event
   * @return true when it must not be handed out
   */
  boolean isPaused(long project, DataCategory category);
}
