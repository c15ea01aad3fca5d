/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import dev.cyclops.event.DataCategory;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One limit that Sentry stated, for one category or for all of them. Immutable.
 *
 * @param project whose events it holds back
 * @param publicKey only those that came with this key; null for the whole project
 * @param scope what Sentry called it
 * @param name the category as Sentry names it; empty for all
 * @param category what that is for us; null for all
 * @param detail the reason and, where they matter, the namespaces, as they are told on; may be
 *     empty
 * @param untilNanos when it ends, by the clock of {@link RateLimits}
 */
record RateLimit(
    long project,
    @Nullable String publicKey,
    Scope scope,
    String name,
    @Nullable DataCategory category,
    String detail,
    long untilNanos) {

  /** Whose events a limit is about. A request does not name its organization. */
  enum Scope {
    /** For us the project that was told so; others of the organization learn it by themselves. */
    ORGANIZATION,
    PROJECT,
    KEY;

    final String wireName = name().toLowerCase(Locale.ROOT);

    /** As Relay reads it: what is unknown, or missing, is about as little as possible. */
    static Scope named(String name) {
      return switch (name) {
        case "organization" -> ORGANIZATION;
        case "project" -> PROJECT;
        default -> KEY;
      };
    }
  }

  /** A total order in which the one that ends soonest comes first. */
  static final Comparator<RateLimit> BY_END =
      ((Comparator<RateLimit>) (a, b) -> Long.signum(a.untilNanos - b.untilNanos))
          .thenComparingLong(RateLimit::project)
          .thenComparing(RateLimit::scope)
          .thenComparing(RateLimit::name)
          .thenComparing(
              RateLimit::publicKey, Comparator.nullsFirst(Comparator.<String>naturalOrder()));

  /** Whether it is about a category. Nothing limits client reports: Sentry takes all of them. */
  boolean covers(DataCategory asked) {
    return asked == category || (category == null && asked != DataCategory.CLIENT_REPORT);
  }

  /** Whether it stands where another one stood, of the same project and key. */
  boolean replaces(RateLimit other) {
    return scope == other.scope && name.equals(other.name);
  }

  /** Whether both can be told as one: they differ in the category only. */
  boolean joins(RateLimit other, long nowNanos) {
    return scope == other.scope
        && category != null
        && other.category != null
        && secondsLeft(nowNanos) == other.secondsLeft(nowNanos)
        && detail.equals(other.detail);
  }

  boolean isOver(long nowNanos) {
    return untilNanos - nowNanos <= 0;
  }

  /** What is left of it, rounded up. */
  long secondsLeft(long nowNanos) {
    return TimeUnit.NANOSECONDS.toSeconds(untilNanos - nowNanos + 999_999_999);
  }

  /** When {@link #secondsLeft} is one less. */
  long nextSecondNanos(long nowNanos) {
    return untilNanos - TimeUnit.SECONDS.toNanos(secondsLeft(nowNanos) - 1);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "RateLimit["
        + (name.isEmpty() ? "everything" : name)
        + " of project "
        + project
        + ", "
        + scope.wireName
        + (detail.isEmpty() ? "" : ", " + detail)
        + "]";
  }
}
