/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.fuzz.Check;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Three lines: the status, {@code X-Sentry-Rate-Limits}, {@code Retry-After}; as Sentry's answer.
 */
public final class RateLimitsFuzzer {
  private static final long DAY_NANOS = SECONDS.toNanos(RateLimits.LONGEST_SECONDS);

  /**
   * What 4,096 characters may cost, 2 MiB by themselves (a unit test has them), and what the fuzzer
   * adds: it watches each look into a map, which takes 1.5 KB for a category.
   */
  private static final long MAX_ALLOCATED_BYTES = 8 << 20;

  private static final Instant NOW = Instant.parse("1994-11-06T08:48:37Z");
  private static final Pattern LIMIT =
      Pattern.compile(
          "[1-9][0-9]{0,4}:([a-z_]+(;[a-z_]+)*)?:(organization|project|key)"
              + "(:[!-+\\--9<-~]{0,40}(:custom)?)?");
  private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)");

  private RateLimitsFuzzer() {}

  public static void run(byte[] input) {
    String[] lines = new String(input, ISO_8859_1).split("\n", 3);
    int status = lines[0].startsWith("429") ? 429 : 200;
    String header = lines.length > 1 && !lines[1].isEmpty() ? lines[1] : null;
    String retryAfter = lines.length > 2 && !lines[2].isEmpty() ? lines[2] : null;
    SendResult answer = SendResult.answered(status, retryAfter, header);

    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - DAY_NANOS / 2);
    RateLimits limits = new RateLimits(nanos::get, () -> NOW);
    Check.allocatesAtMost(
        MAX_ALLOCATED_BYTES, () -> limits.learn(event(DataCategory.ERROR), answer));

    Check.that(status == 200 || left(limits, DataCategory.ERROR) > 0, "a 429 holds back its event");
    boolean any = false;
    for (DataCategory category : DataCategory.values()) {
      long left = left(limits, category);
      any |= left > 0;
      Check.that(left >= 0 && left <= DAY_NANOS, "a day at most: " + left);
      Check.that(limits.nanosLimited(2, "key", category) == 0, "no other project");
      Check.that(
          !limits.isPaused(1, category) || limits.nanosLimited(1, "other", category) > 0,
          "what limits a project limits each key of it");
    }
    Check.that(left(limits, DataCategory.CLIENT_REPORT) == 0, "client reports always go");
    isToldOn(limits, nanos, any);
    if (header != null) {
      isNumber(header.split("[,:]", 2)[0]);
    }

    nanos.addAndGet(DAY_NANOS);
    Check.that(limits.header(1, "key") == null && limits.size() == 0, "nothing lasts longer");
  }

  /** Clients read what we have read, and nothing else. */
  private static void isToldOn(RateLimits limits, AtomicLong nanos, boolean any) {
    String told = limits.header(1, "key");
    Check.same(any, told != null, "told when limited");
    if (told == null) {
      return;
    }
    for (String limit : told.split(", ", -1)) {
      Check.that(LIMIT.matcher(limit).matches(), "well formed: " + limit);
    }
    RateLimits client = new RateLimits(nanos::get, () -> NOW);
    client.learn(event(DataCategory.ERROR), SendResult.answered(200, null, told));
    Check.same(told, client.header(1, "key"), "read as told");
    for (DataCategory category : DataCategory.values()) {
      Check.same(left(limits, category), left(client, category), "the same limit");
    }
  }

  private static void isNumber(String text) {
    String number = text.strip();
    long seconds = RetryAfter.seconds(number);
    Check.same(seconds >= 0, NUMBER.matcher(number).matches(), "numbers are read");
    if (seconds >= 0) {
      BigDecimal exact = new BigDecimal(number).setScale(0, RoundingMode.CEILING);
      BigDecimal bounded =
          exact.max(BigDecimal.ZERO).min(BigDecimal.valueOf(RetryAfter.MOST_SECONDS));
      Check.same(bounded.longValueExact(), seconds, "what the number says");
    }
  }

  private static long left(RateLimits limits, DataCategory category) {
    return limits.nanosLimited(1, "key", category);
  }

  private static Event event(DataCategory category) {
    return Event.builder(Route.ENVELOPE)
        .build()
        .accepted(1, "key", null, category, UnaryOperator.identity());
  }
}
