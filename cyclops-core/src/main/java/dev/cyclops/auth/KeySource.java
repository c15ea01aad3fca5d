/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.util.Collection;
import java.util.List;

/**
 * Where the keys of the projects come from.
 *
 * <p>For implementers: {@link #load} is called at start and then at intervals, by one thread of its
 * own that serves nothing else, so it may block. An exception keeps the keys of the last good load,
 * is logged once, and again when it is over.
 */
@FunctionalInterface
public interface KeySource {
  /**
   * All keys that are valid now.
   *
   * @return the whole set, which replaces the one before it
   * @throws Exception when it cannot be had; the message must hold no password
   */
  Collection<ProjectKey> load() throws Exception;

  /**
   * Whether only these keys are let in.
   *
   * @return false to let in everything that names a project and a key
   */
  default boolean restricts() {
    return true;
  }

  /**
   * A fixed set of keys.
   *
   * @param keys the keys, copied
   * @return a thread-safe source
   */
  static KeySource of(Collection<ProjectKey> keys) {
    List<ProjectKey> copy = List.copyOf(keys);
    return () -> copy;
  }

  /**
   * A fixed set of keys.
   *
   * @param keys the keys
   * @return a thread-safe source
   */
  static KeySource of(ProjectKey... keys) {
    return of(List.of(keys));
  }

  /**
   * Lets in whoever names a project and a key. Meant for closed networks.
   *
   * @return a thread-safe source
   */
  static KeySource openToAll() {
    return new KeySource() {
      @Override
      public Collection<ProjectKey> load() {
        return List.of();
      }

      @Override
      public boolean restricts() {
        return false;
      }
    };
  }
}
