/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

/** Where the events wait. */
public enum StorageKind {
  /** In this process. */
  MEMORY,
  /** In a Redis of the farm. */
  REDIS,
  /** In a file of this machine. */
  SPOOL
}
