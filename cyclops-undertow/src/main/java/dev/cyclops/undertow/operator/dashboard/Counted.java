/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import java.util.Locale;

/**
 * What an enumeration of counters has in common: each reads one number of statistics, and its value
 * stands in an array at the place of its constant.
 *
 * @param <S> the statistics that are read
 */
interface Counted<S> {
  /** All counters, by their places. */
  static <S> long[] totals(Counted<S>[] all, S stats) {
    long[] totals = new long[all.length];
    for (Counted<S> one : all) {
      totals[one.place()] = one.of(stats);
    }
    return totals;
  }

  /** Its number. */
  long of(S stats);

  /** As every enumeration has it. */
  String name();

  /** As every enumeration has it. */
  int ordinal();

  /** Where its value stands in an array. */
  default int place() {
    return ordinal();
  }

  /** As it is called in JSON. */
  default String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
