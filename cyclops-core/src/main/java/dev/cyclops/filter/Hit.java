/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

/**
 * Where a group stands after one more event. Immutable.
 *
 * @param count how many events of the group this window has seen, this one included, without those
 *     that were given back; 0 from a cache that does not count
 * @param nanosLeft what is left of the window, in nanoseconds, above 0 unless count is 0
 * @param previousCount how many the window before had seen, 0 when there was none or it was
 *     forgotten; with the limit it tells how many were ignored since the last that passed
 * @param window tells the window from all others of its group, in whatever way the cache likes, for
 *     {@link Cache#giveBack}; 0 from a cache that takes nothing back
 */
public record Hit(long count, long nanosLeft, long previousCount, long window) {
  /** What a cache answers that does not count. */
  public static final Hit NOT_COUNTED = new Hit(0, 0, 0);

  /**
   * A hit of a cache that takes nothing back.
   *
   * @param count how many events of the group this window has seen, this one included
   * @param nanosLeft what is left of the window, in nanoseconds
   * @param previousCount how many the window before had seen
   */
  public Hit(long count, long nanosLeft, long previousCount) {
    this(count, nanosLeft, previousCount, 0);
  }
}
