/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import dev.cyclops.launcher.farm.Trouble.Rise;
import dev.cyclops.launcher.fault.Books;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A line of the table.
 *
 * @param acknowledged events answered with 200 and on their way
 * @param lost those of them that are neither with Sentry nor counted as dropped
 * @param duplicates deliveries that were not the first of their event
 * @param notDurable events that were kept in memory in the meantime
 * @param others answers other than 200
 * @param p50 median of the answers' times since the trouble began, from when an event was due
 * @param p99 of a hundred answers the slowest but one
 * @param max the slowest answer
 * @param arrived from the end of the trouble until nothing waited any more
 * @param sentry requests to Sentry
 * @param redis commands of Redis, those in scripts included
 */
record TroubleFigures(
    String name,
    int acknowledged,
    long lost,
    int duplicates,
    long notDurable,
    long others,
    Duration p50,
    Duration p99,
    Duration max,
    Duration arrived,
    Rise sentry,
    Rise redis) {
  private static final String LINE = "%-26s %7s %5s %6s %8s %6s %6s %6s %6s %9s %10s %14s%n";

  /**
   * Puts them together.
   *
   * @param fromNanos when the trouble began: the times of answers are those from then on
   */
  static TroubleFigures of(
      String name,
      List<Exchange> exchanges,
      long fromNanos,
      Verdict verdict,
      Books books,
      Duration arrived,
      Rise sentry,
      Rise redis) {
    long[] times =
        exchanges.stream()
            .filter(exchange -> exchange.dueNanos() >= fromNanos)
            .mapToLong(Exchange::nanos)
            .sorted()
            .toArray();
    return new TroubleFigures(
        name,
        verdict.acknowledged(),
        Math.max(0, verdict.lost().size() - books.dropped()),
        verdict.duplicates(),
        books.notDurable(),
        exchanges.stream().filter(exchange -> exchange.status() != 200).count(),
        part(times, 0.5),
        part(times, 0.99),
        part(times, 1),
        arrived,
        sentry,
        redis);
  }

  private static Duration part(long[] sorted, double share) {
    return Duration.ofNanos(sorted[(int) Math.ceil(share * sorted.length) - 1]);
  }

  static String heading() {
    return String.format(
        LINE,
        "Redis",
        "acked",
        "lost",
        "twice",
        "notDur.",
        "others",
        "p50 ms",
        "p99 ms",
        "max ms",
        "arrived s",
        "Sentry/s",
        "Redis/s");
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        LINE,
        name,
        acknowledged,
        lost,
        duplicates,
        notDurable,
        others,
        millis(p50),
        millis(p99),
        millis(max),
        String.format(Locale.ROOT, "%.1f", arrived.toMillis() / 1e3),
        sentry,
        redis);
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
  }
}
