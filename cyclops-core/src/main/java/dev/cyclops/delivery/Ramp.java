/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

/**
 * How many sends may be in flight after an outage: one, and one more with each that Sentry answers,
 * which doubles them with each response time until the pace is the narrower bound.
 */
final class Ramp {
  private int limit = Integer.MAX_VALUE;

  void begin() {
    limit = 1;
  }

  void onAnswer() {
    if (limit < Integer.MAX_VALUE) {
      limit++;
    }
  }

  int limit() {
    return limit;
  }
}
