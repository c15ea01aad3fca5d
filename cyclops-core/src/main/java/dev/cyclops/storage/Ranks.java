/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * For each tier the projects that have something of it at hand, by the bytes that they hold in all:
 * whoever is to pay is found without a look at the others. Guarded by the lock of its storage.
 */
final class Ranks {
  private static final Comparator<ProjectQueue> BY_BYTES =
      Comparator.<ProjectQueue>comparingLong(queue -> queue.bytes)
          .thenComparingLong(queue -> queue.project);

  private final List<NavigableSet<ProjectQueue>> byTier =
      Stream.of(ShedTier.values())
          .<NavigableSet<ProjectQueue>>map(tier -> new TreeSet<>(BY_BYTES))
          .toList();

  /** Those that hold the most last. */
  NavigableSet<ProjectQueue> of(ShedTier tier) {
    return byTier.get(tier.index);
  }

  /**
   * Those that have something ready and hold the most, first; of each tier not more than so many.
   */
  List<ProjectQueue> largestReady(int max) {
    return byTier.stream()
        .flatMap(ranked -> ranked.descendingSet().stream().limit(max))
        .filter(queue -> queue.readyCount > 0)
        .distinct()
        .sorted(BY_BYTES.reversed())
        .toList();
  }

  /** To be called before the bytes of a project change. */
  void leave(ProjectQueue queue) {
    for (int tier = 0; tier < byTier.size(); tier++) {
      if (queue.atHand[tier] > 0) {
        byTier.get(tier).remove(queue);
      }
    }
  }

  /** To be called when the bytes of a project have changed. */
  void join(ProjectQueue queue) {
    for (int tier = 0; tier < byTier.size(); tier++) {
      if (queue.atHand[tier] > 0) {
        byTier.get(tier).add(queue);
      }
    }
  }
}
