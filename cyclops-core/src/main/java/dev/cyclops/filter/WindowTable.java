/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The windows of some groups, in one array. A slot is three longs: the group's hash, the end of its
 * window, and the counts. A group lives in one of {@value #BLOCKS} blocks of {@value #BLOCK} slots,
 * in the first of them where there was room, so that about nine of ten are found in the first they
 * are looked for in. A slot whose window is over is free for any group, so nothing ever has to be
 * swept.
 *
 * <p>The array doubles when a group finds no room. At the bound another group gives way: of those
 * in the same blocks one with the fewest events in this window or the one before, as powers of two
 * go; of these the one whose window ends soonest. Whoever makes up groups to have a flood forgotten
 * has to make each of them a flood as well.
 *
 * <p>Thread-safe. An event of a group in its window is counted by a compare-and-set of the counts
 * and nothing else. They begin with the number of their window in this slot: whoever starts a
 * window or moves a slot, under the lock, first takes the counts away and leaves a count of 0,
 * which no compare-and-set gets past, and last sets new ones. So each event is counted in one
 * window, and each count of a window is given once, but for those that are given back.
 */
final class WindowTable {
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private static final int BLOCKS = 12;
  private static final int BLOCK = 4;
  private static final int MIN_BLOCKS = 4;

  private static final int SLOT = 3;
  private static final int DEADLINE = 1;

  /** From the top: 8 bits for the number of the window, 24 for the count before, 32 for its own. */
  private static final int COUNTS = 2;

  private static final long COUNT_MASK = 0xFFFF_FFFFL;
  private static final long PREVIOUS_MASK = 0xFF_FFFFL;
  private static final long WINDOW_MASK = 0xFFL << 56;
  private static final long NEXT_WINDOW = 1L << 56;

  private static final int NOWHERE = -1;

  private final int maxBlocks;
  private volatile long[] slots;

  /**
   * An empty table.
   *
   * @param entries how many live groups it has to hold; it gets half as many slots again, since
   *     groups do not fall evenly
   */
  WindowTable(int entries) {
    maxBlocks = Math.max(MIN_BLOCKS, (int) ((entries * 3L / 2 - 1) / BLOCK + 1));
    slots = new long[MIN_BLOCKS * BLOCK * SLOT];
  }

  int slots() {
    return slots.length / SLOT;
  }

  /**
   * Counts an event.
   *
   * @param hash of the group's key; any number but 0
   * @param windowNanos how long the window lasts that it may begin
   * @param now the time
   */
  Hit hit(long hash, long windowNanos, long now) {
    Hit hit = again(slots, hash, now);
    return hit == null ? first(hash, windowNanos, now) : hit;
  }

  /** Counts an event of a group that is in its window, or answers null. */
  private static @Nullable Hit again(long[] slots, long hash, long now) {
    int at = find(slots, hash);
    if (at == NOWHERE) {
      return null;
    }
    while (true) {
      long counts = (long) WORD.getAcquire(slots, at + COUNTS);
      long left = (long) WORD.getOpaque(slots, at + DEADLINE) - now;
      long count = counts & COUNT_MASK;
      if (count == 0 || left <= 0 || (long) WORD.getOpaque(slots, at) != hash) {
        return null;
      }
      if (count == COUNT_MASK) {
        return new Hit(count, left, previous(counts), now + left);
      }
      if (WORD.compareAndSet(slots, at + COUNTS, counts, counts + 1)) {
        return new Hit(count + 1, left, previous(counts), now + left);
      }
    }
  }

  /** Counts an event that begins a window, unless another one has begun it by now. */
  private synchronized Hit first(long hash, long windowNanos, long now) {
    Hit hit = again(slots, hash, now);
    if (hit != null) {
      return hit;
    }
    int at = find(slots, hash);
    boolean known = at != NOWHERE;
    if (!known) {
      at = place(hash, now);
    }
    long[] slots = this.slots;
    long old = takeCounts(slots, at);
    long previous = known ? Math.min(old & COUNT_MASK, PREVIOUS_MASK) : 0;
    WORD.setOpaque(slots, at, hash);
    WORD.setOpaque(slots, at + DEADLINE, now + windowNanos);
    long window = (old & WINDOW_MASK) + NEXT_WINDOW;
    WORD.setRelease(slots, at + COUNTS, window | previous << 32 | 1);
    return new Hit(1, windowNanos, previous, now + windowNanos);
  }

  /**
   * Takes back an event of a window. Under the lock nobody begins a window or moves a slot, and
   * those that count in it meanwhile are waited for by trying again.
   *
   * @param deadline the end of its window, which no other window of the group has
   * @return the count before; 0 when that window is over or forgotten
   */
  synchronized long giveBack(long hash, long deadline, long places, long now) {
    int at = find(slots, hash);
    if (at == NOWHERE || slots[at + DEADLINE] != deadline || deadline - now <= 0) {
      return 0;
    }
    while (true) {
      long counts = (long) WORD.getAcquire(slots, at + COUNTS);
      long count = counts & COUNT_MASK;
      // A count of 0 lets nobody by: the next event begins a window, under the lock.
      if (count == 0
          || WORD.compareAndSet(
              slots, at + COUNTS, counts, counts - count + Math.min(count, places) - 1)) {
        return count;
      }
    }
  }

  /** From here on nobody counts in a slot: what is answered is what all have counted. */
  private static long takeCounts(long[] slots, int at) {
    while (true) {
      long counts = (long) WORD.getAcquire(slots, at + COUNTS);
      if (WORD.compareAndSet(slots, at + COUNTS, counts, counts & WINDOW_MASK)) {
        // Nothing written from here on may be seen before that.
        VarHandle.fullFence();
        return counts;
      }
    }
  }

  /**
   * The slot of a group. All of a block is asked for before any of it is looked at, so that memory
   * is waited for once.
   */
  private static int find(long[] slots, long hash) {
    long place = hash;
    for (int i = 0; i < BLOCKS; i++) {
      int at = block(slots, place);
      long one = (long) WORD.getOpaque(slots, at);
      long two = (long) WORD.getOpaque(slots, at + SLOT);
      long three = (long) WORD.getOpaque(slots, at + 2 * SLOT);
      long four = (long) WORD.getOpaque(slots, at + 3 * SLOT);
      if (one == hash) {
        return at;
      }
      if (two == hash) {
        return at + SLOT;
      }
      if (three == hash) {
        return at + 2 * SLOT;
      }
      if (four == hash) {
        return at + 3 * SLOT;
      }
      if (four == 0) {
        // Never full, so no group had to look for room elsewhere.
        return NOWHERE;
      }
      place = next(place);
    }
    return NOWHERE;
  }

  /** A slot for a new group: free, or made so by growing, or that of the group least missed. */
  private int place(long hash, long now) {
    while (true) {
      int free = free(slots, hash, now);
      if (free != NOWHERE) {
        return free;
      }
      if (slots() >= maxBlocks * BLOCK) {
        return leastMissed(slots, hash);
      }
      grow(now);
    }
  }

  private static int free(long[] slots, long hash, long now) {
    long place = hash;
    for (int i = 0; i < BLOCKS; i++) {
      int block = block(slots, place);
      for (int at = block; at < block + BLOCK * SLOT; at += SLOT) {
        if (slots[at] == 0 || slots[at + DEADLINE] - now <= 0) {
          return at;
        }
      }
      place = next(place);
    }
    return NOWHERE;
  }

  private static int leastMissed(long[] slots, long hash) {
    int least = NOWHERE;
    int leastEvents = 0;
    long place = hash;
    for (int i = 0; i < BLOCKS; i++) {
      int block = block(slots, place);
      for (int at = block; at < block + BLOCK * SLOT; at += SLOT) {
        int events = magnitude((long) WORD.getOpaque(slots, at + COUNTS));
        if (least == NOWHERE
            || events < leastEvents
            || (events == leastEvents && slots[at + DEADLINE] - slots[least + DEADLINE] < 0)) {
          least = at;
          leastEvents = events;
        }
      }
      place = next(place);
    }
    return least;
  }

  /** How many binary digits the larger count of two windows has. */
  private static int magnitude(long counts) {
    return Long.SIZE - Long.numberOfLeadingZeros((counts & COUNT_MASK) | previous(counts));
  }

  private void grow(long now) {
    long[] old = slots;
    int blocks = Math.min(maxBlocks, 2 * (old.length / (BLOCK * SLOT)));
    long[] grown = new long[blocks * BLOCK * SLOT];
    for (int from = 0; from < old.length; from += SLOT) {
      long counts = takeCounts(old, from);
      long hash = old[from];
      if (hash != 0 && old[from + DEADLINE] - now > 0) {
        int free = free(grown, hash, now);
        int to = free == NOWHERE ? leastMissed(grown, hash) : free;
        grown[to] = hash;
        grown[to + DEADLINE] = old[from + DEADLINE];
        grown[to + COUNTS] = counts;
      }
    }
    slots = grown;
  }

  private static long previous(long counts) {
    return counts >>> 32 & PREVIOUS_MASK;
  }

  /** Where a block begins, by the upper half of a number. */
  private static int block(long[] slots, long place) {
    int blocks = slots.length / (BLOCK * SLOT);
    return (int) (((place >>> 32) * blocks) >>> 32) * BLOCK * SLOT;
  }

  private static long next(long place) {
    return (place ^ place >>> 32) * 0x9E3779B97F4A7C15L;
  }
}
