/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Places that are to be given back some time later. Bounded; thread-safe. To ask whether there are
 * any takes no lock.
 */
final class LatePlaces {
  static final int MAX = 1 << 14;

  /**
   * One of them.
   *
   * @param ignored what its event was to tell
   */
  record Late(Place place, long ignored, long dueNanos) {}

  /** Times of a nano clock are compared by their difference. */
  private static final Comparator<Late> SOONEST_FIRST =
      (one, other) -> Long.signum(one.dueNanos - other.dueNanos);

  private final PriorityQueue<Late> queue = new PriorityQueue<>(SOONEST_FIRST);
  private volatile boolean any;

  /** Keeps a place; false when there is no room. */
  synchronized boolean add(Late late) {
    if (queue.size() >= MAX) {
      return false;
    }
    any = true;
    return queue.add(late);
  }

  boolean any() {
    return any;
  }

  /** One whose time has come; null when there is none. */
  synchronized @Nullable Late poll(long now) {
    Late first = queue.peek();
    if (first == null || first.dueNanos - now > 0) {
      return null;
    }
    queue.poll();
    any = !queue.isEmpty();
    return first;
  }
}
