/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts the events of each group in windows of time.
 *
 * <p>A window starts at the first hit of a group and ends a fixed time later; the hit after its end
 * starts the next one. For implementers: called once for each event that has a group, from any
 * thread and from many at once. {@link #hit} must be atomic: of n hits in one window each gets
 * another count from 1 to n. A bounded cache may forget a group, which then starts again at 1:
 * rather a repeat too many than an error lost. An exception is logged once and counted, and lets
 * the event through.
 */
public interface Cache extends AutoCloseable {
  /**
   * Counts one event of a group.
   *
   * @param key the group, the project being part of it
   * @param window how long a window lasts, above 0; used when this hit starts one
   * @return where the group stands, this event included
   */
  Hit hit(GroupKey key, Duration window);

  /**
   * Whether {@link #hit} may wait for something outside, such as a network. Then the HTTP face
   * calls it from a worker thread rather than from an I/O thread.
   *
   * @return true unless overridden
   */
  default boolean blocks() {
    return true;
  }

  /** Frees what the cache holds. Called once, by the barrier, after the last hit. */
  @Override
  default void close() {}

  /**
   * A cache in memory: bounded, atomic, never waits for anything outside.
   *
   * @param maxEntries how many groups it can know at once, at least 64; it grows up to 36 bytes for
   *     each. Over it a group with few events in this window and the one before makes room
   * @return a thread-safe cache
   */
  static Cache inMemory(int maxEntries) {
    return inMemory(maxEntries, System::nanoTime);
  }

  /**
   * As {@link #inMemory(int)} with a clock of the caller's.
   *
   * @param maxEntries how many groups it can know at once, at least 64
   * @param nanoClock as {@link System#nanoTime()}
   * @return a thread-safe cache
   */
  static Cache inMemory(int maxEntries, LongSupplier nanoClock) {
    return new InMemoryCache(maxEntries, nanoClock);
  }

  /**
   * A cache that counts nothing, so that every event passes.
   *
   * @return a thread-safe cache
   */
  static Cache disabled() {
    return DisabledCache.INSTANCE;
  }
}
