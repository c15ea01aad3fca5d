/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The form in which caches were written for the original program: counters that a key names and
 * that end by themselves. For those who port a cache of theirs; {@link #asCache()} makes a {@link
 * Cache} of it.
 *
 * <p>Between {@link #get} and {@link #set} another thread or process may come: some events more
 * than the limit may pass at the start of a window. What must be exact is better written as a
 * {@link Cache}. For implementers: called from any thread and from many at once; may block.
 */
public interface CounterCache {
  /**
   * The value of a counter.
   *
   * @param key names it; printable ASCII without blanks, 33 characters
   * @return its value, or null when there is none or its time is over
   */
  @Nullable Long get(String key);

  /**
   * Adds one to a counter.
   *
   * @param key names it
   * @return the value after that
   */
  long incr(String key);

  /**
   * Starts a counter at 0.
   *
   * @param key names it
   * @param expiration after how much time it ends, above 0
   */
  void set(String key, Duration expiration);

  /**
   * This cache in the form that the barrier takes. It knows nothing of windows before this one, nor
   * how much of a window is left, and says so by a previous count of 0 and a whole window.
   *
   * @return a cache that blocks, as thread-safe as this
   */
  default Cache asCache() {
    return (group, window) -> {
      String key = "%016x:%016x".formatted(group.high(), group.low());
      if (get(key) == null) {
        set(key, window);
      }
      return new Hit(incr(key), window.toNanos(), 0);
    };
  }
}
