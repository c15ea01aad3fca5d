/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

/** What an event in a spool is there for. */
public enum EventState {
  /** To be sent. */
  READY,
  /** To be sent when its time has come. */
  DELAYED,
  /** To be sent when its project or its key may send again. */
  PARKED,
  /** Was being sent when the process ended, and is to be sent again. */
  IN_HAND,
  /** Refused by Sentry for good, or not to be read any more. */
  DEAD,
  /** Found without a row that says so; only in a spool that was damaged. */
  LOOSE
}
