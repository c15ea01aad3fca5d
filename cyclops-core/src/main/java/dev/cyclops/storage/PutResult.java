/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.util.Map;
import java.util.Objects;

/**
 * What became of an event that was put into a storage. Immutable.
 *
 * @param stored true when the storage has it; false when there was no room
 * @param shed how many other events were given up to make room, by reason, as {@link
 *     Storage#onDropped} tells them; mostly empty, and nothing but what had expired when there was
 *     no room in the end
 */
public record PutResult(boolean stored, Map<ShedReason, Integer> shed) {
  private static final PutResult STORED = new PutResult(true, Map.of());
  private static final PutResult FULL = new PutResult(false, Map.of());

  /**
   * Copies the map.
   *
   * @param stored true when the storage has it
   * @param shed how many other events were given up to make room
   */
  public PutResult {
    shed = Map.copyOf(Objects.requireNonNull(shed, "shed == null"));
  }

  /**
   * It was stored, and nothing had to go.
   *
   * @return always the same instance
   */
  public static PutResult accepted() {
    return STORED;
  }

  /**
   * There was no room, and nothing that could go for it.
   *
   * @return always the same instance
   */
  public static PutResult full() {
    return FULL;
  }
}
