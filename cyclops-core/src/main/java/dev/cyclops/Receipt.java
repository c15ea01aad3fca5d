/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.event.EventId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of an event at the door. Immutable.
 *
 * @param outcome accepted, ignored, or why it was refused
 * @param eventId the id to answer; null for an envelope without an event, and for refused events
 * @param count how many events of its group this window has seen; 0 when it was not counted
 * @param rateLimits the value of {@code X-Sentry-Rate-Limits} to answer; null when there is none
 * @param detail why it was refused, in words for the client; empty when it was not
 * @param causes what led to that, in words for the client, from the general to the special; empty
 *     when {@code detail} says it all
 */
public record Receipt(
    Outcome outcome,
    @Nullable EventId eventId,
    long count,
    @Nullable String rateLimits,
    String detail,
    List<String> causes) {

  /** What can become of an event at the door. */
  public enum Outcome {
    /** It is kept, and will reach Sentry. */
    PROCESSED(200),
    /** It is a repeat of a flood: dropped and counted, and answered as if it were kept. */
    IGNORED(200),
    /** It is of the share of its project that is to be ignored: dropped and counted. */
    SAMPLED(200),
    /**
     * Its project sends more than its limit: dropped and counted, and answered as if it were kept.
     */
    LIMITED(200),
    /**
     * An envelope whose event was dropped, for one of the reasons above, while what else is in it
     * is kept, and will reach Sentry.
     */
    REDUCED(200),
    /**
     * There is no room for it now, and its client must not be told: dropped and counted, and
     * answered as if it were kept. On the routes that {@link dev.cyclops.event.Route#neverSlowed}.
     */
    SHED(200),
    /** The request cannot be understood. */
    MALFORMED(400),
    /** It claims no key. */
    UNAUTHORIZED(401),
    /** Its key may not speak for its project. */
    FORBIDDEN(403),
    /** Its body is larger than allowed, compressed or not. */
    TOO_LARGE(413),
    /** Its body is encoded in a way that cannot be read. */
    UNSUPPORTED(415),
    /** There is no room for it now. */
    FULL(429),
    /** The barrier is stopping. */
    CLOSED(503);

    private final int httpStatus;

    Outcome(int httpStatus) {
      this.httpStatus = httpStatus;
    }

    /**
     * The status of an HTTP answer with this outcome.
     *
     * @return for example 200
     */
    public int httpStatus() {
      return httpStatus;
    }
  }

  /**
   * Checks the values.
   *
   * @param outcome what became of it
   * @param eventId the id to answer
   * @param count how many events of its group this window has seen
   * @param rateLimits the value of {@code X-Sentry-Rate-Limits} to answer
   * @param detail why it was refused
   * @param causes what led to that
   */
  public Receipt {
    Objects.requireNonNull(outcome, "outcome == null");
    Objects.requireNonNull(detail, "detail == null");
    causes = List.copyOf(causes);
  }

  /**
   * A receipt without causes.
   *
   * @param outcome accepted, ignored, or why it was refused
   * @param eventId the id to answer, or null
   * @param count how many events of its group this window has seen
   * @param rateLimits the value of {@code X-Sentry-Rate-Limits} to answer, or null
   * @param detail why it was refused, or empty
   */
  public Receipt(
      Outcome outcome,
      @Nullable EventId eventId,
      long count,
      @Nullable String rateLimits,
      String detail) {
    this(outcome, eventId, count, rateLimits, detail, List.of());
  }

  /**
   * This receipt with limits for the client to know of.
   *
   * @param rateLimits the value of {@code X-Sentry-Rate-Limits}
   * @return a new receipt, equal in all else
   */
  Receipt telling(String rateLimits) {
    return new Receipt(outcome, eventId, count, rateLimits, detail, causes);
  }

  /**
   * Whether the client is told that all is well.
   *
   * @return true when the event is kept, or was dropped on purpose
   */
  public boolean isSuccess() {
    return outcome.httpStatus == 200;
  }
}
