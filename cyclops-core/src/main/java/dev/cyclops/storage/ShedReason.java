/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

/** Why an event was given up to make room for another one. */
public enum ShedReason {
  /** It was older than the age at which events expire. */
  EXPIRED,
  /** Sessions and client reports go before events. */
  SESSION,
  /** Attachments and replays go before events. */
  ATTACHMENT,
  /** It was the oldest of the project that held the most. */
  OLDEST
}
