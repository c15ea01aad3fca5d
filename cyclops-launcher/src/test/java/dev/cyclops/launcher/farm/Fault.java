/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

/**
 * An instance was killed, or frozen for some time.
 *
 * @param instance which, 1 for the first
 * @param beganNanos when it was surely so
 * @param endedNanos when it went on with what it had had in hand; the beginning where it was killed
 */
record Fault(int instance, long beganNanos, long endedNanos) {
  static Fault killed(int instance, long nanos) {
    return new Fault(instance, nanos, nanos);
  }
}
