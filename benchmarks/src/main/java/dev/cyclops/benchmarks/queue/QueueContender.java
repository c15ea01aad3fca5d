/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.queue;

/** A queue that outlives its process, or is compared with one that does. */
interface QueueContender extends AutoCloseable {
  /**
   * Puts as fast as it can.
   *
   * @param underWay how many may wait for their acknowledgement together
   * @param deadlineNanos when to stop
   * @return what was acknowledged
   */
  Intake fill(int underWay, long deadlineNanos);

  /**
   * Takes everything out again, one loop as it sends to Sentry.
   *
   * @param deadlineNanos when to stop with some left
   * @return how many
   */
  long drain(long deadlineNanos);

  @Override
  void close();
}
