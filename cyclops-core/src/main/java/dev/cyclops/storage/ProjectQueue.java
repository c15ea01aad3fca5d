/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.DataCategory;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is held of one project: ready events by category, delayed ones by age, and the bytes of all,
 * those in hand and its own included. Guarded by the lock of its storage.
 */
final class ProjectQueue {
  /**
   * What it takes besides its events: where access is open, each of them may name a new project.
   */
  static final int OWN_BYTES = 1024;

  final long project;
  private final EnumMap<DataCategory, CategoryQueue> ready = new EnumMap<>(DataCategory.class);

  /** By tier, so that the oldest of one is found without a look at the others. */
  private final EnumMap<ShedTier, TreeMap<Long, Delay>> delayed = new EnumMap<>(ShedTier.class);

  int readyCount;
  int heldCount;
  long bytes = OWN_BYTES;

  ProjectQueue(long project) {
    this.project = project;
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
        .computeIfAbsent(tierOf(delay.stored()), tier -> new TreeMap<>())
        .put(delay.stored().sequence, delay);
  }

  /** Takes a delayed event out; the answer is null when it is not delayed. */
  @Nullable Delay endDelay(StoredEvent stored) {
    TreeMap<Long, Delay> ofTier = delayed.get(tierOf(stored));
    return ofTier == null ? null : ofTier.remove(stored.sequence);
  }

  private static ShedTier tierOf(StoredEvent stored) {
    return ShedTier.of(stored.event().category());
  }

  private CategoryQueue queueOf(StoredEvent stored) {
    return ready.computeIfAbsent(stored.event().category(), category -> new CategoryQueue());
  }

  /** Takes out the first ready event that is not paused. */
  @Nullable StoredEvent poll(QueueOrder order, Paused paused) {
    StoredEvent first = null;
    for (Map.Entry<DataCategory, CategoryQueue> entry : ready.entrySet()) {
      StoredEvent candidate = entry.getValue().peek(order);
      if (candidate != null
          && (first == null || CategoryQueue.precedes(candidate, first, order))
          && !paused.isPaused(project, entry.getKey())) {
        first = candidate;
      }
    }
    if (first != null) {
      removeReady(first, order);
    }
    return first;
  }

  /** The oldest event of a tier that is not in hand: ready or delayed. */
  @Nullable StoredEvent peekOldest(ShedTier tier) {
    StoredEvent oldest = null;
    for (Map.Entry<DataCategory, CategoryQueue> entry : ready.entrySet()) {
      if (ShedTier.of(entry.getKey()) == tier) {
        oldest = older(oldest, entry.getValue().peek(QueueOrder.OLDEST_FIRST));
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
    return a.sequence < b.sequence ? a : b;
  }

  void removeReady(StoredEvent stored, QueueOrder order) {
    queueOf(stored).remove(stored, order);
    readyCount--;
  }
}
