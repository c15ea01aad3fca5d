/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where the keys of the projects come from.
 *
 * <p>For implementers: the keys are loaded at start, then at intervals, and a moment after an
 * unknown key was claimed; always by the same thread, which serves nothing else, so that loading
 * may block. An exception keeps the keys of the last good load, is logged once, and again when it
 * is over. The barrier closes what it was given when it is closed itself, from another thread and
 * perhaps while the keys are being loaded.
 */
@FunctionalInterface
public interface KeySource {
  /**
   * All keys that are valid now.
   *
   * @return the whole set, which replaces the one before it
   * @throws Exception when it cannot be had; its message is one line that tells an operator why,
   *     and holds no password
   */
  Collection<ProjectKey> load() throws Exception;

  /**
   * Hands over all keys that are valid now, one after the other: for sources with so many that they
   * are better not held in a collection. This is what the barrier calls; those of {@link #load()}
   * unless overridden.
   *
   * @param taker takes each key; what it got counts only when this returns
   * @throws Exception when they cannot be had; its message is one line that tells an operator why,
   *     and holds no password
   */
  default void load(Consumer<? super ProjectKey> taker) throws Exception {
    load().forEach(taker);
  }

  /**
   * Whether only these keys are let in.
   *
   * @return false to let in everything that names a project and a key
   */
  default boolean restricts() {
    return true;
  }

  /**
   * Whether what it answers may ever change.
   *
   * @return false for a fixed set, which is loaded once and never again
   */
  default boolean changes() {
    return true;
  }

  /**
   * Lets go of what it holds; a second time does nothing. A load that is under way should end soon,
   * in an exception, and its thread is interrupted. Must not wait for anything outside. Called by
   * the barrier at its end, or when another source has taken its place, whether anything was loaded
   * or not. Nothing is loaded afterwards; a source may refuse to, or answer all of it as before,
   * but never a part.
   */
  default void close() {}

  /**
   * A fixed set of keys.
   *
   * @param keys the keys, copied
   * @return a thread-safe source, which may serve several barriers, also after the end of one
   */
  static KeySource of(Collection<ProjectKey> keys) {
    return new FixedKeys(List.copyOf(keys));
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

      @Override
      public boolean changes() {
        return false;
      }
    };
  }
}
