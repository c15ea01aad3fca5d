/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Sentry answered, or why it did not. Immutable.
 *
 * @param status the HTTP status, 100 to 599; 0 when there was no answer
 * @param retryAfter the header of that name as it came, null when there was none
 * @param rateLimits the header {@code X-Sentry-Rate-Limits} as it came, null when there was none
 * @param failure why there was no answer, null when there was one
 * @param detail a few words for the log: never a payload, key or password
 */
public record SendResult(
    int status,
    @Nullable String retryAfter,
    @Nullable String rateLimits,
    @Nullable Failure failure,
    String detail) {

  /** Why there was no answer. */
  public enum Failure {
    /** No connection: refused, unreachable, unknown host, or it took too long. */
    CONNECT,
    /** The connection ended before the answer was complete; Sentry may have the event. */
    RESET,
    /** The request was sent and no answer came in time; Sentry may have the event. */
    TIMEOUT,
    /** The server could not prove who it is. */
    TLS
  }

  /**
   * Checks that there is an answer or a failure.
   *
   * @param status the HTTP status
   * @param retryAfter the header of that name as it came
   * @param rateLimits the header {@code X-Sentry-Rate-Limits} as it came
   * @param failure why there was no answer
   * @param detail a few words for the log
   */
  public SendResult {
    Objects.requireNonNull(detail, "detail == null");
    if ((failure == null) == (status == 0)) {
      throw new IllegalArgumentException("status " + status + " with failure " + failure);
    }
  }

  /**
   * Sentry answered.
   *
   * @param status the HTTP status
   * @param retryAfter the header of that name, or null
   * @param rateLimits the header {@code X-Sentry-Rate-Limits}, or null
   * @return a result without a failure
   */
  public static SendResult answered(
      int status, @Nullable String retryAfter, @Nullable String rateLimits) {
    return new SendResult(status, retryAfter, rateLimits, null, "status " + status);
  }

  /**
   * Sentry did not answer.
   *
   * @param failure in which way
   * @param detail a few words for the log
   * @return a result without a status
   */
  public static SendResult failed(Failure failure, String detail) {
    return new SendResult(0, null, null, failure, detail);
  }

  /**
   * Whether Sentry has the event.
   *
   * @return true for a status from 200 to 299 only
   */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }
}
