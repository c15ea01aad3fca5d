/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

/** How the log is written. */
public enum LogFormat {
  /** For people, as the original did. */
  TEXT,
  /** An object a line. */
  JSON
}
