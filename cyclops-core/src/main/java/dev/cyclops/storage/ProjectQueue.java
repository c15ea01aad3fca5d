/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.DataCategory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is held of one project: ready events by category, delayed and parked ones by age, and the
 * bytes of all, those in hand and its own included. Guarded by the lock of its storage.
 */
final class ProjectQueue {
  /**
   * What it takes besides its events: where access is open, each of them may name a new project.
   */
  static final int OWN_BYTES = 1024;

  private static final int TIERS = ShedTier.values().length;

  final long project;

  /** One for each category that the project has sent: few, so that a search takes no map. */
  private final List<CategoryQueue> ready = new ArrayList<>(1);

  /** By tier, so that the oldest of one is found without a look at the others. */
  private final EnumMap<ShedTier, TreeMap<Long, Delay>> delayed = new EnumMap<>(ShedTier.class);

  /** By tier, how many are not leased: what can be given up. */
  final int[] atHand = new int[TIERS];

  /** By tier, what giving those up would free. */
  private final long[] bytesAtHand = new long[TIERS];

  int readyCount;
  int heldCount;
  long bytes = OWN_BYTES;

  ProjectQueue(long project) {
    this.project = project;
  }

  void countAtHand(ShedTier tier, int events, long bytes) {
    atHand[tier.index] += events;
    bytesAtHand[tier.index] += bytes;
  }

  /** What giving up all that is at hand would free, down to a tier. */
  long bytesAtHand(ShedTier last) {
    long sum = 0;
    for (int tier = 0; tier <= last.index; tier++) {
      sum += bytesAtHand[tier];
    }
    return sum;
  }

  /** Whether no tier before this one has something at hand. */
  boolean startsWith(ShedTier tier) {
    for (int before = 0; before < tier.index; before++) {
      if (atHand[before] > 0) {
        return false;
      }
    }
    return true;
  }

  void arrive(StoredEvent stored) {
    queueOf(stored).arrive(stored);
    readyCount++;
  }

  void comeBack(StoredEvent stored) {
    queueOf(stored).comeBack(stored);
    readyCount++;
  }

  void delay(Delay delay) {
    delayed
        .computeIfAbsent(delay.stored().tier(), tier -> new TreeMap<>())
        .put(delay.stored().sequence(), delay);
  }

  /** Takes a delayed event out; the answer is null when it is not delayed. */
  @Nullable Delay endDelay(StoredEvent stored) {
    TreeMap<Long, Delay> ofTier = delayed.get(stored.tier());
    return ofTier == null ? null : ofTier.remove(stored.sequence());
  }

  private CategoryQueue queueOf(StoredEvent stored) {
    DataCategory category = stored.event().category();
    for (CategoryQueue queue : ready) {
      if (queue.category == category) {
        return queue;
      }
    }
    CategoryQueue queue = new CategoryQueue(category);
    ready.add(queue);
    return queue;
  }

  /** Takes out the first ready event that is not paused. */
  @Nullable StoredEvent poll(QueueOrder order, Paused paused) {
    StoredEvent first = null;
    for (CategoryQueue queue : ready) {
      StoredEvent candidate = queue.peek(order);
      if (candidate != null
          && (first == null || CategoryQueue.precedes(candidate, first, order))
          && !paused.isPaused(project, queue.category)) {
        first = candidate;
      }
    }
    if (first != null) {
      removeReady(first, order);
    }
    return first;
  }

  /** The oldest event of a tier that is not in hand: ready, delayed or parked. */
  @Nullable StoredEvent peekOldest(ShedTier tier) {
    if (atHand[tier.index] == 0) {
      return null;
    }
    StoredEvent oldest = null;
    for (CategoryQueue queue : ready) {
      if (ShedTier.of(queue.category) == tier) {
        oldest = older(oldest, queue.peek(QueueOrder.OLDEST_FIRST));
      }
    }
    TreeMap<Long, Delay> ofTier = delayed.get(tier);
    return ofTier == null || ofTier.isEmpty()
        ? oldest
        : older(oldest, ofTier.firstEntry().getValue().stored());
  }

  private static @Nullable StoredEvent older(@Nullable StoredEvent a, @Nullable StoredEvent b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.sequence() < b.sequence() ? a : b;
  }

  void removeReady(StoredEvent stored, QueueOrder order) {
    queueOf(stored).remove(stored, order);
    readyCount--;
  }
}
