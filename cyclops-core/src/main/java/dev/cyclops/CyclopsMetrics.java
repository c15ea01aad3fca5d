/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.event.DataCategory;
import dev.cyclops.send.SendResult;

/**
 * Hooks for a metrics system. Called from request threads and from the sending loop, so they must
 * be quick, thread-safe and must not block; an exception is logged once and counted.
 */
public interface CyclopsMetrics {
  /** Measures nothing. */
  CyclopsMetrics NOOP = new CyclopsMetrics() {};

  /**
   * An event was answered at the door.
   *
   * @param project the project's id; 0 when it was refused before one was known
   * @param category the kind of event
   * @param outcome what became of it
   */
  default void onReceipt(long project, DataCategory category, Receipt.Outcome outcome) {}

  /**
   * A send has ended.
   *
   * @param result what came back
   * @param durationNanos how long it took
   */
  default void onSent(SendResult result, long durationNanos) {}
}
