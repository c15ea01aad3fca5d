/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import java.util.Locale;

/**
 * What kind of data an event is, in the words of Sentry's rate limits. Decides which events an
 * outage or a rate limit holds back, and which go first when there is no room.
 */
public enum DataCategory {
  /** A message or anything else without a category of its own. */
  DEFAULT,
  /** An error event. */
  ERROR,
  /** A performance transaction. */
  TRANSACTION,
  /** A security report: CSP, Expect-CT, Expect-Staple. */
  SECURITY,
  /** Attachments without their event. */
  ATTACHMENT,
  /** Release health: one session or an aggregate of many. */
  SESSION,
  /** A profile or a chunk of one. */
  PROFILE,
  /** A session replay. */
  REPLAY,
  /** A cron check-in. */
  MONITOR,
  /** User feedback. */
  FEEDBACK,
  /** Metrics. */
  METRIC_BUCKET,
  /** Stand-alone spans. */
  SPAN,
  /** Structured logs. */
  LOG_ITEM,
  /** A client's own account of what it dropped; Sentry has no rate limit for these. */
  CLIENT_REPORT;

  /**
   * The name of this category on the wire.
   *
   * @return for example {@code log_item}
   */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
