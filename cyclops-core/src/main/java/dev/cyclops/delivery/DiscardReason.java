/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

/** Why an event was dropped, in the words that Sentry's statistics know from its SDKs. */
public enum DiscardReason {
  /** A repeat of a flood, or more than its project may send. */
  FLOOD("ratelimit_backoff"),
  /** Of the share of its project that is to be ignored. */
  SAMPLED("sample_rate"),
  /** There was no room for it, or it waited until it expired. */
  NO_ROOM("queue_overflow");

  private final String wireName;

  DiscardReason(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }
}
