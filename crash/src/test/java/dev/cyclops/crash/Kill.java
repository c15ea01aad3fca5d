/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

/**
 * An end of Cyclops.
 *
 * @param beganMicros when it was about to be killed
 * @param deadMicros from when on it surely did nothing more
 * @param when what it was doing, in some words
 */
public record Kill(long beganMicros, long deadMicros, String when) {
  /** The first word of that. */
  String point() {
    return when.substring(0, (when + " ").indexOf(' '));
  }
}
