/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import java.time.Duration;
import java.util.Objects;

/**
 * Whether a barrier is at work. Nothing about Sentry, Redis or a disk: that these are away is what
 * it is there for. Immutable.
 *
 * @param phase how far it has come
 * @param sinceTurn how long the sending loop has been at its last turn, which it begins anew each
 *     second at the least; zero while there is no loop to ask
 */
public record CyclopsHealth(Phase phase, Duration sinceTurn) {
  /** How far a barrier has come. */
  public enum Phase {
    /** Not started. */
    NEW,
    /** Loads its keys. */
    STARTING,
    /** Has keys, accepts and sends. */
    RUNNING,
    /** Accepts no more. */
    CLOSED
  }

  /**
   * Checks the values.
   *
   * @param phase how far it has come
   * @param sinceTurn how long the sending loop has been at its last turn, which it begins anew each
   *     second at the least; zero while there is no loop to ask
   */
  public CyclopsHealth {
    Objects.requireNonNull(phase, "phase == null");
    Objects.requireNonNull(sinceTurn, "sinceTurn == null");
  }
}
