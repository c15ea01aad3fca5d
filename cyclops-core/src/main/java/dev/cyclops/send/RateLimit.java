/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One limit that Sentry stated, for one category or for all. Immutable. */
record RateLimit(Scope scope, long untilNanos, String wireScope, String reason) {
  private static final int STATUS = 429;
  private static final long DEFAULT_SECONDS = 60;

  /** What it covers: nulls stand for all. */
  record Scope(long project, @Nullable String publicKey, @Nullable DataCategory category) {}

  boolean covers(long project, @Nullable String publicKey, @Nullable DataCategory category) {
    return scope.project == project
        && (scope.publicKey == null || scope.publicKey.equals(publicKey))
        && (scope.category == null || category == null || scope.category == category);
  }

  /** As it stands in the header. */
  String text(long nowNanos) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(untilNanos - nowNanos + 999_999_999);
    DataCategory category = scope.category;
    return seconds
        + ":"
        + (category == null ? "" : category.wireName())
        + ":"
        + wireScope
        + ":"
        + reason;
  }

  /** What an answer states. A bare 429 holds for all of its key, for a minute. */
  static List<RateLimit> statedBy(Event event, SendResult result, long nowNanos) {
    if (result.status() != STATUS) {
      return List.of();
    }
    long until = nowNanos + TimeUnit.SECONDS.toNanos(DEFAULT_SECONDS);
    Scope scope = new Scope(event.project(), event.publicKey(), null);
    return List.of(new RateLimit(scope, until, "key", ""));
  }
}
