/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.time.Duration;

/** How long something took, as it is read in a log: rounded down, in a unit that suits it. */
final class DurationText {
  private static final int UNTIL = 120;
  private static final int HOURS_UNTIL = 48;

  private DurationText() {}

  static String ofNanos(long nanos) {
    Duration time = Duration.ofNanos(nanos);
    if (time.toSeconds() < UNTIL) {
      return time.toSeconds() + " s";
    }
    if (time.toMinutes() < UNTIL) {
      return time.toMinutes() + " min";
    }
    return time.toHours() < HOURS_UNTIL ? time.toHours() + " h" : time.toDays() + " days";
  }
}
