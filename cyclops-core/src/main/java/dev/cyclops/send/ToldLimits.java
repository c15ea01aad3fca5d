/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import org.jspecify.annotations.Nullable;

/**
 * Limits as clients are told of them, with the seconds that are left. Immutable.
 *
 * @param text the value of {@code X-Sentry-Rate-Limits}; null when all of them are over
 * @param untilNanos when a number in it changes
 */
record ToldLimits(@Nullable String text, long untilNanos) {
  boolean holdsAt(long nowNanos) {
    return text == null || untilNanos - nowNanos > 0;
  }

  /** Limits that differ in nothing but the category are told as one. */
  static ToldLimits of(RateLimit[] limits, long nowNanos) {
    StringBuilder text = new StringBuilder();
    long until = Long.MAX_VALUE;
    for (int i = 0; i < limits.length; i++) {
      RateLimit limit = limits[i];
      if (limit.isOver(nowNanos)) {
        continue;
      }
      long next = limit.nextSecondNanos(nowNanos);
      until = text.isEmpty() || until - next > 0 ? next : until;
      if (!isTold(limits, i, nowNanos)) {
        append(text, limits, i, nowNanos);
      }
    }
    return new ToldLimits(text.isEmpty() ? null : text.toString(), until);
  }

  private static boolean isTold(RateLimit[] limits, int index, long nowNanos) {
    for (int i = 0; i < index; i++) {
      if (!limits[i].isOver(nowNanos) && limits[i].joins(limits[index], nowNanos)) {
        return true;
      }
    }
    return false;
  }

  private static void append(StringBuilder text, RateLimit[] limits, int first, long nowNanos) {
    RateLimit limit = limits[first];
    text.append(text.isEmpty() ? "" : ", ");
    text.append(limit.secondsLeft(nowNanos)).append(':').append(limit.name());
    for (int i = first + 1; i < limits.length; i++) {
      if (!limits[i].isOver(nowNanos) && limit.joins(limits[i], nowNanos)) {
        text.append(';').append(limits[i].name());
      }
    }
    text.append(':').append(limit.scope().wireName);
    if (!limit.detail().isEmpty()) {
      text.append(':').append(limit.detail());
    }
  }
}
