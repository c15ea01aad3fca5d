/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

/**
 * An event that was reported, and what became of it at the door.
 *
 * @param dueNanos when it was to be sent
 * @param answeredNanos when its answer had been read, or nobody was there to answer
 * @param status the answer's, 0 for none
 * @param processed whether the answer said that the event is on its way to Sentry
 * @param count which one in a window of its error, 0 where nobody counted
 */
record Exchange(
    String id, long dueNanos, long answeredNanos, int status, boolean processed, int count) {
  private static final int OK = 200;

  /** Whether Cyclops has promised that the event reaches Sentry or a counter. */
  boolean acknowledged() {
    return status == OK && processed;
  }

  /** Whether whoever took it lived long enough to say so. */
  boolean answered() {
    return status == OK;
  }

  /** How long its client waited, being late included. */
  long nanos() {
    return answeredNanos - dueNanos;
  }
}
