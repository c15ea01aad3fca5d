/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.send;

import java.io.IOException;

/** One way to bring events to a server. Used by one thread. */
interface Contender extends AutoCloseable {
  /**
   * Sends as fast as it can, and waits for the last answer.
   *
   * @param nanos for how long
   * @return how many events were answered with success
   */
  long run(long nanos) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
