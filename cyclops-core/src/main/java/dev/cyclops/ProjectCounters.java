/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongUnaryOperator;

/**
 * Counts by project: a table that is read without a lock or an allocation, since it is on the way
 * of every event. It never forgets a project, and once it is full counts further ones together.
 * Thread-safe.
 */
final class ProjectCounters {
  /** A project's counters. */
  static final class Counters {
    final long project;
    final LongAdder processed = new LongAdder();
    final LongAdder ignored = new LongAdder();
    final LongAdder sampled = new LongAdder();
    final LongAdder limited = new LongAdder();
    final LongAdder shed = new LongAdder();
    final LongAdder forwarded = new LongAdder();

    Counters(long project) {
      this.project = project;
    }

    private void answered(Receipt.Outcome outcome) {
      switch (outcome) {
        case PROCESSED, REDUCED -> processed.increment();
        case IGNORED -> ignored.increment();
        case SAMPLED -> sampled.increment();
        case LIMITED -> limited.increment();
        case SHED, FULL -> shed.increment();
        default -> {
          // Refused before it was known whose it is.
        }
      }
    }

    private ProjectStats stats(long waiting) {
      return new ProjectStats(
          project,
          processed.sum(),
          ignored.sum(),
          sampled.sum(),
          limited.sum(),
          shed.sum(),
          forwarded.sum(),
          waiting);
    }
  }

  /** Twice as many as projects, so that a search is short. */
  private static final int SLOTS = 2048;

  private final AtomicReferenceArray<Counters> slots = new AtomicReferenceArray<>(SLOTS);
  private final Counters others = new Counters(0);
  private final AtomicInteger known = new AtomicInteger();

  /** Odd, and not known to who may name projects of his own choice. */
  private final long factor = ThreadLocalRandom.current().nextLong() | 1;

  void answered(long project, Receipt.Outcome outcome) {
    if (project > 0) {
      of(project).answered(outcome);
    }
  }

  void forwarded(long project) {
    of(project).forwarded.increment();
  }

  private Counters of(long project) {
    int slot = (int) ((project * factor) >>> 53);
    Counters found = slots.getAcquire(slot);
    while (found != null && found.project != project) {
      slot = (slot + 1) & (SLOTS - 1);
      found = slots.getAcquire(slot);
    }
    return found == null ? add(project, slot) : found;
  }

  private Counters add(long project, int firstEmpty) {
    if (known.get() >= ProjectStats.MAX_PROJECTS) {
      return others;
    }
    synchronized (this) {
      int slot = firstEmpty;
      Counters found = slots.get(slot);
      while (found != null && found.project != project) {
        slot = (slot + 1) & (SLOTS - 1);
        found = slots.get(slot);
      }
      if (found != null || known.get() >= ProjectStats.MAX_PROJECTS) {
        return found == null ? others : found;
      }
      Counters counters = new Counters(project);
      slots.setRelease(slot, counters);
      known.incrementAndGet();
      return counters;
    }
  }

  /**
   * All that are known, in no order; the others last, where there are any.
   *
   * @param waiting how many events of a project wait
   */
  List<ProjectStats> stats(LongUnaryOperator waiting) {
    List<ProjectStats> stats = new ArrayList<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      Counters counters = slots.getAcquire(slot);
      if (counters != null) {
        stats.add(counters.stats(waiting.applyAsLong(counters.project)));
      }
    }
    ProjectStats together = others.stats(0);
    if (together.received() + together.forwarded() > 0) {
      stats.add(together);
    }
    return stats;
  }
}
