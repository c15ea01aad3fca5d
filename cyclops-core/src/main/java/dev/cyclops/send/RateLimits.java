/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rate limits that Sentry has stated: what must not be sent to it for now, and what its clients
 * are to be told. Thread-safe.
 */
public final class RateLimits {
  private final LongSupplier nanoClock;
  private final Map<RateLimit.Scope, RateLimit> limits = new ConcurrentHashMap<>();

  /**
   * Nothing is limited yet.
   *
   * @param nanoClock as {@link System#nanoTime()}
   */
  public RateLimits(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Takes in what an answer says, a successful one as well.
   *
   * @param event what was sent
   * @param result what Sentry answered
   */
  public void learn(Event event, SendResult result) {
    for (RateLimit limit : RateLimit.statedBy(event, result, nanoClock.getAsLong())) {
      limits.put(limit.scope(), limit);
    }
  }

  /**
   * Whether a kind of event of a whole project must not be sent.
   *
   * @param project the project's id
   * @param category the kind of event
   * @return true while a limit of the project's lasts
   */
  public boolean isPaused(long project, DataCategory category) {
    return nanosLimited(project, null, category) > 0;
  }

  /**
   * How long a kind of event must not be sent.
   *
   * @param project the project's id
   * @param publicKey the key that the event came with; null to ask for limits of the project only
   * @param category the kind of event
   * @return nanoseconds; 0 when it may be sent
   */
  public long nanosLimited(long project, @Nullable String publicKey, DataCategory category) {
    long longest = 0;
    if (!limits.isEmpty()) {
      long now = nanoClock.getAsLong();
      for (RateLimit limit : limits.values()) {
        if (limit.covers(project, publicKey, category)) {
          longest = Math.max(longest, limit.untilNanos() - now);
        }
      }
    }
    return longest;
  }

  /**
   * What the clients of a key are to be told.
   *
   * @param project the project's id
   * @param publicKey the key that they use
   * @return the value of {@code X-Sentry-Rate-Limits}; null when nothing is limited
   */
  public @Nullable String header(long project, @Nullable String publicKey) {
    if (limits.isEmpty()) {
      return null;
    }
    long now = nanoClock.getAsLong();
    List<String> stated =
        limits.values().stream()
            .filter(limit -> limit.covers(project, publicKey, null))
            .filter(limit -> limit.untilNanos() - now > 0)
            .map(limit -> limit.text(now))
            .toList();
    return stated.isEmpty() ? null : String.join(", ", stated);
  }
}
