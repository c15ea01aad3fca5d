/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

/** Where the repeats are counted. */
public enum CacheKind {
  /** In this process. */
  MEMORY,
  /** In a Redis of the farm. */
  REDIS,
  /** Nowhere: every event passes. */
  DISABLED
}
