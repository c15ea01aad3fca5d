/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.load;

import java.util.Locale;

/** What is sent, and which marks it is measured by. */
enum Mode {
  /** Plain events, two of a hundred of a group that nobody has seen before. */
  FLOOD(0.02, 0.75, 3.5),
  /** Plain events, each of a group of its own: all are kept. */
  UNIQUE(1, 0.70, 4.5),
  /** As the flood, in gzip, against a bare server that inflates as well. */
  GZIP(0.02, 1 / 1.1, Double.NaN),
  /** As the flood, each event in an envelope. */
  ENVELOPE(0.02, 0.75, 3.5),
  /** As the flood, with counters in Redis, against the same server with counters in memory. */
  REDIS(0.02, 0.8, Double.NaN);

  /** How many of all are of a group of their own. */
  final double freshShare;

  /** The mark: requests a second as a share of the bare server's. */
  final double leastRate;

  /** The mark: microseconds of CPU for a request beyond the bare server's; NaN for none. */
  final double mostExtraMicros;

  Mode(double freshShare, double leastRate, double mostExtraMicros) {
    this.freshShare = freshShare;
    this.leastRate = leastRate;
    this.mostExtraMicros = mostExtraMicros;
  }

  static Mode of(String name) {
    for (Mode mode : values()) {
      if (mode.toString().equals(name)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "no such mode: " + name + "; flood, unique, gzip, envelope, redis");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
