/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A farm, added up. Immutable.
 *
 * @param asked how many servers there should be
 * @param answered how many there are
 * @param waiting events that wait for Sentry
 * @param processed events kept
 * @param ignored events dropped on purpose
 * @param average mean response time of Sentry in milliseconds; 0 when nobody knows
 * @param percentile mean of the fastest 90 % of them; 0 when nobody knows
 */
record FarmTotals(
    int asked,
    int answered,
    long waiting,
    long processed,
    long ignored,
    double average,
    double percentile) {

  static FarmTotals of(Collection<FarmCount.Answer> answers) {
    List<ServerCount> counts = FarmCount.counts(answers);
    return new FarmTotals(
        answers.size(),
        counts.size(),
        FarmCount.waiting(counts),
        counts.stream().mapToLong(ServerCount::processed).sum(),
        counts.stream().mapToLong(ServerCount::ignored).sum(),
        mean(counts, ServerCount::average),
        mean(counts, ServerCount::percentile));
  }

  double ignoredPercent() {
    long all = processed + ignored;
    return all == 0 ? 0 : 100.0 * ignored / all;
  }

  /** Servers that have not heard from Sentry yet have no part in it. */
  private static double mean(
      Collection<ServerCount> counts, Function<ServerCount, @Nullable Double> value) {
    return counts.stream()
        .map(value)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(0);
  }
}
