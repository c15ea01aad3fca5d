/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.DataCategory;
import java.util.ArrayDeque;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ready events of one project and category in order of arrival. New ones join at the end; those
 * that come back after a lease or a delay are few, and find their place in a tree beside it.
 * Guarded by the lock of its storage.
 */
final class CategoryQueue {
  final DataCategory category;
  private final ArrayDeque<StoredEvent> arrived = new ArrayDeque<>();
  private final TreeMap<Long, StoredEvent> returned = new TreeMap<>();

  CategoryQueue(DataCategory category) {
    this.category = category;
  }

  void arrive(StoredEvent stored) {
    arrived.addLast(stored);
  }

  void comeBack(StoredEvent stored) {
    returned.put(stored.sequence(), stored);
  }

  @Nullable StoredEvent peek(QueueOrder order) {
    boolean newest = order == QueueOrder.NEWEST_FIRST;
    StoredEvent a = newest ? arrived.peekLast() : arrived.peekFirst();
    if (returned.isEmpty()) {
      return a;
    }
    StoredEvent b = (newest ? returned.lastEntry() : returned.firstEntry()).getValue();
    return a == null || precedes(b, a, order) ? b : a;
  }

  /** Takes out what {@link #peek} with the same order has just answered. */
  void remove(StoredEvent peeked, QueueOrder order) {
    if (returned.isEmpty() || returned.remove(peeked.sequence()) == null) {
      StoredEvent removed =
          order == QueueOrder.NEWEST_FIRST ? arrived.removeLast() : arrived.removeFirst();
      assert removed == peeked;
    }
  }

  /** Whether one event comes before another one. */
  static boolean precedes(StoredEvent a, StoredEvent b, QueueOrder order) {
    return order == QueueOrder.NEWEST_FIRST
        ? a.sequence() > b.sequence()
        : a.sequence() < b.sequence();
  }
}
