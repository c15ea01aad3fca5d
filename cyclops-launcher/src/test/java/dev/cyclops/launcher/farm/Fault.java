/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

/**
 * An instance was killed, or frozen for some time.
 *
 * @param instance which, 1 for the first
 * @param fromNanos when it may have been so: a signal was about to be sent
 * @param beganNanos when it was surely so
 * @param endedNanos when it may have gone on with what it had had in hand; the beginning where it
 *     was killed
 * @param overNanos when it surely had; the beginning where it was killed
 */
record Fault(int instance, long fromNanos, long beganNanos, long endedNanos, long overNanos) {
  static Fault killed(int instance, long fromNanos, long nanos) {
    return new Fault(instance, fromNanos, nanos, nanos, nanos);
  }

  static Fault killed(int instance, long nanos) {
    return killed(instance, nanos, nanos);
  }

  static Fault frozen(int instance, long beganNanos, long endedNanos) {
    return new Fault(instance, beganNanos, beganNanos, endedNanos, endedNanos);
  }
}
