/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How often the first, the second … event of a window has passed. Says little of when: a busy
 * machine may hand an answer over seconds late.
 *
 * @param passes at 0 those of the first events of a window
 * @param twice how many have surely passed in a place that another one of the same window had
 * @param unanswered how many have had no answer, and may have had a place all the same
 * @param standstills how often nobody was answered for a second, so that a window may have ended
 *     before all of its places were asked for
 */
record FloodWindows(List<Integer> passes, int twice, int unanswered, int standstills) {
  /** Redis counts its windows in milliseconds, by another clock than ours. */
  private static final Duration TOLERANCE = Duration.ofMillis(50);

  private static final long STANDSTILL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * Counts.
   *
   * @param window how long one lasts
   */
  static FloodWindows of(List<Exchange> exchanges, Duration window) {
    List<Integer> passes = new ArrayList<>();
    int unanswered = 0;
    for (Exchange exchange : exchanges) {
      if (!exchange.answered()) {
        unanswered++;
      }
      if (exchange.acknowledged()) {
        while (passes.size() < exchange.count()) {
          passes.add(0);
        }
        passes.set(exchange.count() - 1, passes.get(exchange.count() - 1) + 1);
      }
    }
    return new FloodWindows(
        List.copyOf(passes), twice(exchanges, window), unanswered, standstills(exchanges));
  }

  /** How many share a place with an earlier one, whatever the machine did to their answers. */
  private static int twice(List<Exchange> exchanges, Duration window) {
    long nanos = window.minus(TOLERANCE).toNanos();
    List<Exchange> passed =
        exchanges.stream()
            .filter(Exchange::acknowledged)
            .sorted(Comparator.comparingLong(Exchange::dueNanos))
            .toList();
    int twice = 0;
    for (int i = 0; i < passed.size(); i++) {
      Exchange later = passed.get(i);
      twice +=
          passed.subList(0, i).stream()
                  .filter(earlier -> earlier.count() == later.count())
                  .anyMatch(earlier -> shareAWindow(earlier, later, passed, nanos))
              ? 1
              : 0;
    }
    return twice;
  }

  /**
   * Whether no window can have ended between the two. Each was counted between when it was due and
   * when it was answered, and a window lasts its time from its first event on.
   */
  private static boolean shareAWindow(
      Exchange earlier, Exchange later, List<Exchange> passed, long nanos) {
    long from = Math.min(earlier.dueNanos(), later.dueNanos());
    long to = Math.max(earlier.answeredNanos(), later.answeredNanos());
    if (later.count() == 1) {
      return to - from < nanos;
    }
    return passed.stream()
        .filter(first -> first.count() == 1 && first.answeredNanos() < from)
        .anyMatch(first -> to - first.dueNanos() < nanos);
  }

  /** How often nobody at all was answered for a second. */
  private static int standstills(List<Exchange> exchanges) {
    long[] answered = exchanges.stream().mapToLong(Exchange::answeredNanos).sorted().toArray();
    int standstills = 0;
    for (int i = 1; i < answered.length; i++) {
      standstills += answered[i] - answered[i - 1] > STANDSTILL_NANOS ? 1 : 0;
    }
    return standstills;
  }

  /** How many windows began. */
  int windows() {
    return passes.isEmpty() ? 0 : Collections.max(passes);
  }

  /**
   * How many places nobody has passed in though somebody has in a later one of the same window: of
   * those whose instance died before it answered.
   */
  int holes() {
    int holes = 0;
    int later = 0;
    for (int place = passes.size() - 1; place >= 0; place--) {
      later = Math.max(later, passes.get(place));
      holes += later - passes.get(place);
    }
    return holes;
  }

  /** In how many windows nobody has passed in the last place. */
  int notUsedUp() {
    return passes.isEmpty() ? 0 : windows() - passes.get(passes.size() - 1);
  }

  /** How many have passed in all windows. */
  int total() {
    return passes.stream().mapToInt(Integer::intValue).sum();
  }
}
