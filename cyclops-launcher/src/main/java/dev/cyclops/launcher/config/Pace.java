/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

/** How the pace toward Sentry is found. */
public enum Pace {
  /** By a limit on what is in flight. */
  ADAPTIVE,
  /** By an interval, as in the original. */
  PERCENTILE
}
