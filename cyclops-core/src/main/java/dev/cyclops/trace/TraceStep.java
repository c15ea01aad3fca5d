/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.trace;

import java.util.Objects;

/**
 * Something that happened to an event. Immutable.
 *
 * @param kind what
 * @param atMillis when, in milliseconds since the epoch
 * @param detail more of it in a few words, empty when there is no more; no key and no payload
 */
public record TraceStep(Kind kind, long atMillis, String detail) {
  /** What can happen to an event after the door. */
  public enum Kind {
    /** It was answered at the door: the detail is the outcome. */
    ANSWERED,
    /** It is on its way to Sentry. */
    SENDING,
    /** Sentry, or what stands in its place, has answered, or did not: the detail says what. */
    RESULT,
    /** Sentry has it. */
    DONE,
    /** It is sent again, at the time in the detail. */
    RETRY,
    /** It is held back, at most until the time in the detail. */
    PARKED,
    /** It was not tried, and is ready again. */
    GIVEN_BACK,
    /** It is a dead letter, for the reason in the detail. */
    DEAD,
    /** Events of its project and kind were given up: it may be among them. */
    OTHERS_GIVEN_UP
  }

  /**
   * Checks the values.
   *
   * @param kind what
   * @param atMillis when, in milliseconds since the epoch
   * @param detail more of it in a few words, empty when there is no more; no key and no payload
   */
  public TraceStep {
    Objects.requireNonNull(kind, "kind == null");
    Objects.requireNonNull(detail, "detail == null");
  }
}
