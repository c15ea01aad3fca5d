/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

/** Moves events in turns, whenever its thread lets it. */
interface Moving {
  /**
   * Does what there is to do now.
   *
   * @param nowNanos of a clock that only goes forward
   * @return nanoseconds until there may be something to do; {@link Long#MAX_VALUE} when somebody
   *     will wake its thread
   */
  long turn(long nowNanos);

  /**
   * Begins the next batch without regard to the pace: before the end.
   *
   * @return whether it did; false when nothing is left that can be moved
   */
  boolean hurry();

  /** Whether events are on their way. */
  boolean isAwaitingAnswers();

  /** Who is to be told that all of them have arrived, or have not. */
  void onAnswers(Runnable wake);
}
