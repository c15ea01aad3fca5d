/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import java.io.IOException;

/** Ends Cyclops without a warning. Used by one thread. */
public interface Killer {
  /** SIGKILL: what was given to the operating system is kept. */
  Killer SIGKILL = process -> process.destroyForcibly().onExit().join();

  /**
   * Ends it.
   *
   * @param process maybe just starting, maybe closing, maybe dead already
   * @throws IOException when that is not possible here
   * @throws InterruptedException when interrupted
   */
  void kill(Process process) throws IOException, InterruptedException;
}
