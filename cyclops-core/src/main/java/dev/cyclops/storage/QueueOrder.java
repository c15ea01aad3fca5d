/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

/** Which event of a project goes to Sentry first. */
public enum QueueOrder {
  /** The newest: after an outage an operator first sees what happens now. */
  NEWEST_FIRST,
  /** The oldest: events reach Sentry in the order they came. */
  OLDEST_FIRST
}
