/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.watch;

import dev.cyclops.event.FloodGroup;
import java.util.Locale;

/** What a state change is called in a log. */
final class StateText {
  private StateText() {}

  static String of(StateChange change) {
    return change.begins() ? begin(change) : end(change);
  }

  private static String begin(StateChange change) {
    return switch (change.kind()) {
      case FLOOD ->
          "flood in project %d: group %s, %s repeats a second are dropped"
              .formatted(change.project(), group(change), rate(change));
      case MANY_FLOODS ->
          "more than %d floods at once: the others are not told one by one"
              .formatted(FloodWatch.MAX_TOLD);
      case SENTRY_AWAY -> "Sentry is away, events wait" + because(change);
      case SHEDDING -> "events are given up: " + change.detail();
      case NOT_DURABLE -> "events are kept in memory only, and would be lost with the process";
      case KEYS_FAILING -> "the project keys cannot be loaded, the last ones hold";
      case DEAD_LETTERS -> "events become dead letters, %d so far".formatted(change.count());
      case PROJECT_LIMITED ->
          "project %d sends more %s than its limit: those above it are dropped"
              .formatted(change.project(), change.detail());
    };
  }

  private static String end(StateChange change) {
    long seconds = change.lasted().toSeconds();
    return switch (change.kind()) {
      case FLOOD ->
          "the flood in project %d is over: group %s, %d repeats were dropped in %d s"
              .formatted(change.project(), group(change), change.count(), seconds);
      case MANY_FLOODS ->
          "the floods not told one by one are over: %d groups in %d s"
              .formatted(change.count(), seconds);
      case SENTRY_AWAY -> "Sentry is back after %d s".formatted(seconds);
      case SHEDDING ->
          "no more events are given up: %d were in %d s (%s)"
              .formatted(change.count(), seconds, change.detail());
      case NOT_DURABLE ->
          "events are kept as they should be again, after %d s: %d had been in memory only"
              .formatted(seconds, change.count());
      case KEYS_FAILING -> "the project keys can be loaded again, after %d s".formatted(seconds);
      case DEAD_LETTERS ->
          "no more events become dead letters: %d did in %d s".formatted(change.count(), seconds);
      case PROJECT_LIMITED ->
          "project %d sends no more %s than its limit again: %d dropped in %d s"
              .formatted(change.project(), change.detail(), change.count(), seconds);
    };
  }

  private static String group(StateChange change) {
    FloodGroup group = change.group();
    return group == null ? "unknown" : group.id();
  }

  private static String rate(StateChange change) {
    return String.format(Locale.ROOT, "%.1f", change.perSecond());
  }

  private static String because(StateChange change) {
    return change.detail().isEmpty() ? "" : ": " + change.detail();
  }
}
