/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How fast the counters of a farm grow, between one look and the next. A server that was begun anew
 * meanwhile, or did not answer, has no rate. Not thread-safe.
 */
final class FarmRates {
  /**
   * Events a second.
   *
   * @param processed events kept
   * @param ignored events dropped on purpose
   */
  record Rate(double processed, double ignored) {}

  private record Look(long nanos, ServerCount count) {}

  private Map<FarmAddress, Look> before = Map.of();
  private Map<FarmAddress, Look> now = Map.of();

  /** Another look. */
  void add(List<FarmCount.Answer> answers, long nanos) {
    Map<FarmAddress, Look> next = new HashMap<>();
    answers.forEach(
        answer ->
            answer.count().ifPresent(count -> next.put(answer.address(), new Look(nanos, count))));
    before = now;
    now = next;
  }

  /** Of one server; empty when there are no two looks at it. */
  Optional<Rate> of(FarmAddress address) {
    Look first = before.get(address);
    Look second = now.get(address);
    if (first == null || second == null || second.nanos <= first.nanos) {
      return Optional.empty();
    }
    double seconds = (second.nanos - first.nanos) / 1e9;
    long processed = second.count.processed() - first.count.processed();
    long ignored = second.count.ignored() - first.count.ignored();
    return processed < 0 || ignored < 0
        ? Optional.empty()
        : Optional.of(new Rate(processed / seconds, ignored / seconds));
  }

  /** Of all that have one; empty when none has. */
  Optional<Rate> ofAll() {
    return now.keySet().stream()
        .flatMap(address -> of(address).stream())
        .reduce((a, b) -> new Rate(a.processed + b.processed, a.ignored + b.ignored));
  }
}
