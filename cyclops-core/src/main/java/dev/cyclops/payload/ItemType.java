/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.event.DataCategory;

/** Which kind of data an item of an envelope is. */
final class ItemType {
  static final String EVENT = "event";
  static final String TRANSACTION = "transaction";

  /** A report as a browser sent it. */
  static final String REPORT = "raw_security";

  private ItemType() {}

  /** Whether an item goes where the event of its envelope goes, rather than standing for itself. */
  static boolean belongsToEvent(String type) {
    return switch (type) {
      case EVENT, TRANSACTION, "attachment", "form_data", "unreal_report", "profile" -> true;
      default -> false;
    };
  }

  /** The category that an item's type counts in. */
  static DataCategory category(String type) {
    return switch (type) {
      case EVENT -> DataCategory.ERROR;
      case TRANSACTION -> DataCategory.TRANSACTION;
      case "session", "sessions" -> DataCategory.SESSION;
      case "attachment" -> DataCategory.ATTACHMENT;
      case "client_report" -> DataCategory.CLIENT_REPORT;
      case "replay_event", "replay_recording", "replay_video" -> DataCategory.REPLAY;
      case "check_in" -> DataCategory.MONITOR;
      case "feedback", "user_report" -> DataCategory.FEEDBACK;
      case "profile", "profile_chunk" -> DataCategory.PROFILE;
      case "statsd", "metric_buckets", "trace_metric" -> DataCategory.METRIC_BUCKET;
      case "span" -> DataCategory.SPAN;
      case "log" -> DataCategory.LOG_ITEM;
      case "security", REPORT, "nel" -> DataCategory.SECURITY;
      default -> DataCategory.DEFAULT;
    };
  }
}
