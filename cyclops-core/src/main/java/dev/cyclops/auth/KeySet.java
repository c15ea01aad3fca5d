/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

/**
 * The keys that are valid, with what is known of them. Immutable.
 *
 * @param keys the keys
 * @param readNanos when they were read from their source, on the nanosecond counter; for those of a
 *     snapshot, which is from before this process, as far back as the time of day tells
 * @param fromSnapshot whether they were read before this process was started
 */
record KeySet(ProjectKeys keys, long readNanos, boolean fromSnapshot) {
  String counted() {
    return counted(keys.keyCount(), "key") + " of " + counted(keys.projectCount(), "project");
  }

  private static String counted(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
