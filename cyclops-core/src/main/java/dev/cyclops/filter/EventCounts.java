/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events of one group, those that passed and those that were ignored. Two numbers, until
 * {@link #spread} gives each of some threads a line of memory of its own, so that they need not
 * wait for each other. Thread-safe; exact.
 */
final class EventCounts {
  private static final int PASSED = 0;
  private static final int IGNORED = 1;

  /** Counted among those that passed before anybody knew. */
  private static final int IGNORED_LATER = 2;

  private static final int KINDS = 3;
  private static final int MAX_STRIPES = 4;

  /** A power of two. */
  private static final int STRIPES = stripes(Runtime.getRuntime().availableProcessors());

  /** A line of memory, in longs. */
  private static final int LINE = 8;

  private final AtomicLongArray shared = new AtomicLongArray(KINDS);
  private volatile @Nullable AtomicLongArray striped;

  private static int stripes(int processors) {
    return Math.min(MAX_STRIPES, Integer.highestOneBit(2 * processors - 1));
  }

  void add(boolean passed) {
    count(passed ? PASSED : IGNORED);
  }

  /** One that was added as passed was ignored after all. */
  void ignoredLater() {
    count(IGNORED_LATER);
  }

  private void count(int kind) {
    AtomicLongArray own = striped;
    if (own == null) {
      shared.getAndIncrement(kind);
    } else {
      int stripe = (int) Thread.currentThread().getId() & (STRIPES - 1);
      own.getAndIncrement(line(stripe) + kind);
    }
  }

  /** The first line is left to the length of the array, which all threads read. */
  private static int line(int stripe) {
    return (1 + stripe) * LINE;
  }

  /** For a group that comes so often that threads meet. */
  void spread() {
    if (STRIPES > 1 && striped == null) {
      striped = new AtomicLongArray(line(STRIPES));
    }
  }

  long seen() {
    return sum(PASSED) + sum(IGNORED);
  }

  long ignored() {
    return sum(IGNORED) + sum(IGNORED_LATER);
  }

  private long sum(int kind) {
    long sum = shared.get(kind);
    AtomicLongArray own = striped;
    for (int i = 0; own != null && i < STRIPES; i++) {
      sum += own.get(line(i) + kind);
    }
    return sum;
  }
}
