/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

/** What an event is safe from when it has been acknowledged. */
public enum Durability {
  /** A power cut: it is acknowledged when the disk has said that it is there. */
  FSYNC,
  /** The end of the process, however it ends; a power cut may take the last tenth of a second. */
  PROCESS
}
