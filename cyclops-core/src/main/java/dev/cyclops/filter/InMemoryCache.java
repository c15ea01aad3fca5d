/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Windows of groups in striped tables of plain numbers: no object per group, so that a million
 * groups cost 32 MiB and the collector nothing.
 *
 * <p>A slot is four longs: the key's halves, the end of the window, and the counts of this window
 * and the one before. A group lives in one of the {@value #PROBES} slots from its home on. A slot
 * whose window is over is free for any group, so nothing ever has to be swept; a stripe doubles
 * when a group finds no free slot, and at its bound the window that ends soonest gives way.
 */
final class InMemoryCache implements Cache {
  static final int MIN_ENTRIES = 64;

  private static final int STRIPES = 32;
  private static final int PROBES = 16;
  private static final int SLOT = 4;
  private static final int DEADLINE = 2;
  private static final int COUNTS = 3;
  private static final long COUNT_MASK = 0xFFFF_FFFFL;

  private final LongSupplier nanoClock;
  private final Stripe[] stripes = new Stripe[STRIPES];

  InMemoryCache(int maxEntries, LongSupplier nanoClock) {
    if (maxEntries < MIN_ENTRIES) {
      throw new IllegalArgumentException("maxEntries < " + MIN_ENTRIES + ": " + maxEntries);
    }
    this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock == null");
    int perStripe = Math.max(2, Integer.highestOneBit((maxEntries - 1) / STRIPES) << 1);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe(perStripe);
    }
  }

  @Override
  public Hit hit(GroupKey key, Duration window) {
    long windowNanos = window.toNanos();
    if (windowNanos < 1) {
      throw new IllegalArgumentException("window < 1 ns: " + window);
    }
    int stripe = (int) (spread(key.high(), key.low()) >>> 59);
    return stripes[stripe].hit(key, windowNanos, nanoClock.getAsLong());
  }

  /** For diagnosis: how many slots there are now, used or not. */
  int slots() {
    int slots = 0;
    for (Stripe stripe : stripes) {
      slots += stripe.slots();
    }
    return slots;
  }

  /** All bits of a key decide its place: a fingerprinter of somebody else's may count upwards. */
  private static long spread(long high, long low) {
    long mixed = (high ^ Long.rotateLeft(low, 32)) * 0x9E3779B97F4A7C15L + low;
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
    return mixed ^ mixed >>> 32;
  }

  @Override
  public boolean blocks() {
    return false;
  }

  /** One table with one lock, held for the time of a few memory accesses. */
  private static final class Stripe {
    private final int maxSlots;
    private long[] slots;

    Stripe(int maxSlots) {
      this.maxSlots = maxSlots;
      slots = new long[SLOT * Math.min(16, maxSlots)];
    }

    synchronized int slots() {
      return slots.length / SLOT;
    }

    synchronized Hit hit(GroupKey key, long windowNanos, long now) {
      int at = find(key);
      if (at >= 0) {
        return again(at, windowNanos, now);
      }
      at = place(key, now);
      slots[at] = key.high();
      slots[at + 1] = key.low();
      return begin(at, windowNanos, now, 0);
    }

    /** The slot of a group, or -1. A slot never used ends the search: none is ever emptied. */
    private int find(GroupKey key) {
      int mask = slots.length - 1;
      int at = home(key.high(), key.low(), slots.length);
      for (int i = 0; i < PROBES && slots[at + COUNTS] != 0; i++) {
        if (slots[at] == key.high() && slots[at + 1] == key.low()) {
          return at;
        }
        at = (at + SLOT) & mask;
      }
      return -1;
    }

    private Hit again(int at, long windowNanos, long now) {
      long left = slots[at + DEADLINE] - now;
      long counts = slots[at + COUNTS];
      long count = counts & COUNT_MASK;
      if (left <= 0) {
        return begin(at, windowNanos, now, count);
      }
      if (count < COUNT_MASK) {
        slots[at + COUNTS] = counts + 1;
        count++;
      }
      return new Hit(count, left, counts >>> 32);
    }

    private Hit begin(int at, long windowNanos, long now, long previousCount) {
      slots[at + DEADLINE] = now + windowNanos;
      slots[at + COUNTS] = previousCount << 32 | 1;
      return new Hit(1, windowNanos, previousCount);
    }

    /** A slot for a new group: free, or made so by growing, or that of the soonest end. */
    private int place(GroupKey key, long now) {
      while (true) {
        int mask = slots.length - 1;
        int at = home(key.high(), key.low(), slots.length);
        int soonest = at;
        for (int i = 0; i < PROBES; i++) {
          if (isFree(slots, at, now)) {
            return at;
          }
          if (slots[at + DEADLINE] - slots[soonest + DEADLINE] < 0) {
            soonest = at;
          }
          at = (at + SLOT) & mask;
        }
        if (slots.length >= SLOT * maxSlots) {
          return soonest;
        }
        grow(now);
      }
    }

    private void grow(long now) {
      long[] old = slots;
      long[] grown = new long[2 * old.length];
      for (int from = 0; from < old.length; from += SLOT) {
        if (!isFree(old, from, now)) {
          int mask = grown.length - 1;
          int to = home(old[from], old[from + 1], grown.length);
          while (grown[to + COUNTS] != 0) {
            to = (to + SLOT) & mask;
          }
          System.arraycopy(old, from, grown, to, SLOT);
        }
      }
      slots = grown;
    }

    private static boolean isFree(long[] slots, int at, long now) {
      return slots[at + COUNTS] == 0 || slots[at + DEADLINE] - now <= 0;
    }

    private static int home(long high, long low, int length) {
      return (int) (spread(high, low) * SLOT) & (length - 1);
    }
  }
}
