/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many events of some groups were ignored and are still to be told of, since the one that was
 * to tell was not kept. At most {@value #MAX_GROUPS} groups: beyond them the one is forgotten that
 * was added to least recently, and less is told than could be. Thread-safe; a group is asked for
 * without a lock as long as there are none.
 */
final class Untold {
  static final int MAX_GROUPS = 4096;

  private static final int STRIPES = 16;

  private static final class Stripe {
    private final Map<GroupKey, Long> counts =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<GroupKey, Long> eldest) {
            return size() > MAX_GROUPS / STRIPES;
          }
        };

    private volatile boolean empty = true;

    private synchronized void add(GroupKey key, long count) {
      Long before = counts.remove(key);
      counts.put(key, before == null ? count : before + count);
      empty = false;
    }

    private synchronized long take(GroupKey key) {
      Long count = counts.remove(key);
      empty = counts.isEmpty();
      return count == null ? 0 : count;
    }
  }

  private final Stripe[] stripes = new Stripe[STRIPES];

  Untold() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  void add(GroupKey key, long count) {
    if (count > 0) {
      stripe(key).add(key, count);
    }
  }

  /** What was added of a group, which is told now. */
  long take(GroupKey key) {
    Stripe stripe = stripe(key);
    return stripe.empty ? 0 : stripe.take(key);
  }

  private Stripe stripe(GroupKey key) {
    return stripes[Long.hashCode(key.high() + key.low()) & (STRIPES - 1)];
  }
}
