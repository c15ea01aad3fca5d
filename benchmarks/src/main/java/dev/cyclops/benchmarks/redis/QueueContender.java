/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.redis;

/** A queue in Redis. */
interface QueueContender extends AutoCloseable {
  /** For the report. */
  String name();

  /**
   * Puts as fast as it can.
   *
   * @param deadlineNanos when to stop
   * @return what Redis has acknowledged
   */
  Intake fill(long deadlineNanos);

  /**
   * Takes everything out again, one loop as it sends to Sentry.
   *
   * @return how many
   */
  long drain();

  @Override
  void close();
}
