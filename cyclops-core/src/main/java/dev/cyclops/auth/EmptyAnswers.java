/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

/**
 * Whether an answer without any key is to be believed: an empty table is rather an accident than
 * the will of an operator. Told the time. Not thread-safe.
 */
final class EmptyAnswers {
  private final long periodNanos;
  private long sinceNanos;
  private boolean suspicious;

  /**
   * @param periodNanos for how long it must be answered again before it is believed
   */
  EmptyAnswers(long periodNanos) {
    this.periodNanos = periodNanos;
  }

  /**
   * There was one more answer without a key, though there were keys before.
   *
   * @param began when it was asked for
   * @return whether it was the same for a whole period
   */
  boolean believes(long began) {
    if (!suspicious) {
      suspicious = true;
      sinceNanos = began;
    }
    return began - sinceNanos >= periodNanos;
  }

  /** There are keys again, or the answer was believed. */
  void over() {
    suspicious = false;
  }

  /** Whether such an answer was given and is not believed yet. */
  boolean isSuspicious() {
    return suspicious;
  }

  /** From when on it is believed. */
  long believedAt() {
    return sinceNanos + periodNanos;
  }
}
