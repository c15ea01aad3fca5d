/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.alert;

import java.util.concurrent.TimeUnit;

/**
 * How patient the delivery of alerts is.
 *
 * @param timeoutMillis how long one attempt may take, the answer included
 * @param firstPauseMillis how long to wait after the first failure; twice as long after each
 *     further one
 * @param longestPauseMillis no pause is longer
 * @param maxAttempts then an alert is given up
 */
record AlertPatience(
    long timeoutMillis, long firstPauseMillis, long longestPauseMillis, int maxAttempts) {
  /** Some seven minutes for each alert. */
  static final AlertPatience DEFAULT =
      new AlertPatience(TimeUnit.SECONDS.toMillis(10), 1000, TimeUnit.SECONDS.toMillis(60), 12);

  /** How long to wait after so many failures. */
  long pauseMillis(int failures) {
    long pause = firstPauseMillis << Math.min(failures - 1, 20);
    return Math.min(longestPauseMillis, pause);
  }
}
