/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one client from taking all the slots of a group, and with them the place of somebody else's
 * genuine error. While only one address sends events of a group, the first of a window pass. Once a
 * second one did, in this window or the one before, no address gets more than half of a window's
 * slots, rounded up, and what is left of them waits for the others.
 *
 * <p>The table has {@value #SLOTS} slots of 64 bytes and never grows: a group lives in one of the
 * {@value #WAYS} slots of its set. Where they are all taken, one whose windows are over gives way,
 * else one with a single address, else the one that ends soonest. A group that was forgotten is as
 * a new one: of a single address only what the cache counts may pass, and once another shows up
 * some slots of that window may be given twice. Of the addresses that took slots in a window the
 * {@value #TAKERS} with the most are known; an address that takes the place of another inherits its
 * count, so that none is ever counted too low. With a single slot a window the share is one window
 * in two: who took the slot of the window before leaves this one's to others.
 *
 * <p>Thread-safe; a lock is held for the time of a few memory accesses. Nothing is allocated.
 */
final class SourceShares {
  static final int SLOTS = 1 << 14;

  private static final int WAYS = 4;
  private static final int STRIPES = 64;
  private static final int TAKERS = 3;

  /** A slot: the group's key, the end of its window, what was used, who used it. */
  private static final int SLOT = 8;

  private static final int DEADLINE = 2;

  /** Upper half: the address of the window before; lower half: slots used in this one. */
  private static final int USE = 3;

  /** Upper half: an address; lower half: how many slots it took. */
  private static final int FIRST_TAKER = 4;

  private static final int SECOND_TAKER = FIRST_TAKER + 1;
  private static final int LAST_TAKER = FIRST_TAKER + TAKERS - 1;

  /** Who took the only slot of the window before. */
  private static final int HOLDER = 7;

  private static final long LOW = 0xFFFF_FFFFL;

  /** Sums of some windows must not overflow; nobody waits for seventy years. */
  static final long MAX_WINDOW_NANOS = Long.MAX_VALUE / 4;

  private final LongSupplier nanoClock;
  private final SourceHash sources;
  private final Stripe[] stripes = new Stripe[STRIPES];

  /**
   * A table.
   *
   * @param nanoClock as {@link System#nanoTime()}
   * @param secret keys the hashes of the addresses
   */
  SourceShares(LongSupplier nanoClock, GroupSecret secret) {
    this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock == null");
    sources = new SourceHash(secret);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  /**
   * Takes a slot for an event, if its address may have one.
   *
   * @param group the group, the project being part of it; always with the same limit and window, or
   *     what is known of it means little
   * @param hit what the cache says of the event
   * @param source the client's address; null for one without a name
   * @param maxEvents how many events of the group pass in a window, at least 1
   * @param windowNanos how long a window of the group lasts, at most {@value #MAX_WINDOW_NANOS} ns
   * @return whether the event passes
   */
  boolean take(GroupKey group, Hit hit, @Nullable String source, int maxEvents, long windowNanos) {
    long hash = group.high() ^ Long.rotateLeft(group.low(), 32);
    hash = KeyedMix.mix(hash, 0x9E37_79B9_7F4A_7C15L);
    Stripe stripe = stripes[(int) (hash >>> 58)];
    return stripe.take(
        group, (int) hash, hit, sources.of(source), maxEvents, windowNanos, nanoClock.getAsLong());
  }

  /** The groups of one lock. */
  private static final class Stripe {
    private final long[] slots = new long[SLOTS / STRIPES * SLOT];

    synchronized boolean take(
        GroupKey group, int hash, Hit hit, int source, int maxEvents, long windowNanos, long now) {
      int set = (hash * WAYS * SLOT) & (slots.length - 1);
      int at = find(group, set);
      if (at < 0) {
        at = leastMissed(set, windowNanos, now);
        Arrays.fill(slots, at, at + SLOT, 0);
        slots[at] = group.high();
        slots[at + 1] = group.low();
        slots[at + DEADLINE] = now + hit.nanosLeft();
      } else {
        long ahead = now + hit.nanosLeft() - slots[at + DEADLINE];
        if (isUnknown(hit, windowNanos)
            ? now - slots[at + DEADLINE] >= 0
            : ahead > windowNanos / 2) {
          next(at, ahead, maxEvents, windowNanos);
        } else if (ahead < -windowNanos / 2 && !isUnknown(hit, windowNanos)) {
          // Overtaken by the first event of the next window, which is not to pay for it.
          return hit.count() <= maxEvents && before(at) != SourceHash.SEVERAL;
        }
      }
      return isShared(at, source)
          ? shared(at, source, maxEvents)
          : alone(at, source, hit, maxEvents);
    }

    /** Some caches cannot tell what is left of a window, and always say: all of it. */
    private boolean isUnknown(Hit hit, long windowNanos) {
      return hit.nanosLeft() >= windowNanos && hit.count() > 1;
    }

    private int find(GroupKey group, int set) {
      for (int at = set; at < set + WAYS * SLOT; at += SLOT) {
        if (slots[at] == group.high() && slots[at + 1] == group.low()) {
          return slots[at + FIRST_TAKER] == 0 ? -1 : at;
        }
      }
      return -1;
    }

    private int leastMissed(int set, long windowNanos, long now) {
      int least = set;
      long leastWorth = Long.MAX_VALUE;
      for (int at = set; at < set + WAYS * SLOT; at += SLOT) {
        long worth = worth(at, windowNanos, now);
        if (worth < leastWorth) {
          leastWorth = worth;
          least = at;
        }
      }
      return least;
    }

    private long worth(int at, long windowNanos, long now) {
      if (slots[at + FIRST_TAKER] == 0) {
        return Long.MIN_VALUE;
      }
      long left = slots[at + DEADLINE] - now;
      boolean several = slots[at + SECOND_TAKER] != 0 || before(at) == SourceHash.SEVERAL;
      return several && left > -windowNanos ? left + windowNanos : left;
    }

    /** Begins the group's next window. */
    private void next(int at, long ahead, int maxEvents, long windowNanos) {
      // A window that was over for longer than a window takes is not the one before.
      boolean follows = ahead <= 2 * windowNanos;
      long before = SourceHash.NONE;
      long holder = 0;
      if (follows) {
        boolean several = slots[at + SECOND_TAKER] != 0;
        before = several ? SourceHash.SEVERAL : source(slots[at + FIRST_TAKER]);
        holder = maxEvents > 1 ? 0 : holder(at);
      }
      slots[at + DEADLINE] += ahead;
      slots[at + USE] = before << 32;
      Arrays.fill(slots, at + FIRST_TAKER, at + HOLDER, 0);
      slots[at + HOLDER] = holder;
    }

    /** Who took the only slot of a window, as in the slot for it; 0 when nobody did. */
    private long holder(int at) {
      long holder = 0;
      for (int taker = at + FIRST_TAKER; taker <= at + LAST_TAKER; taker++) {
        holder = (slots[taker] & LOW) > 0 ? slots[taker] : holder;
      }
      return holder;
    }

    /** The only address of the window before, or what stands for several or none. */
    private int before(int at) {
      return source(slots[at + USE]);
    }

    private boolean isShared(int at, int source) {
      int before = before(at);
      int first = source(slots[at + FIRST_TAKER]);
      return slots[at + SECOND_TAKER] != 0
          || (before != SourceHash.NONE && before != source)
          || (first != SourceHash.NONE && first != source);
    }

    private boolean alone(int at, int source, Hit hit, int maxEvents) {
      int passed = hit.count() <= maxEvents ? 1 : 0;
      long taken = slots[at + FIRST_TAKER] & LOW;
      slots[at + FIRST_TAKER] = taker(source, taken + passed);
      slots[at + USE] += passed;
      return passed > 0;
    }

    private boolean shared(int at, int source, int maxEvents) {
      int taker = takerOf(at, source);
      long taken = slots[taker] & LOW;
      boolean passes =
          (slots[at + USE] & LOW) < maxEvents
              && taken < maxEvents - maxEvents / 2
              && source(slots[at + HOLDER]) != source;
      if (passes) {
        slots[taker] = taker(source, taken + 1);
        slots[at + USE]++;
      } else if (slots[taker] == 0 && taker <= at + SECOND_TAKER) {
        slots[taker] = taker(source, 0);
      }
      return passes;
    }

    /** Where an address is counted: its own place, else a free one, else that of the least. */
    private int takerOf(int at, int source) {
      int least = at + FIRST_TAKER;
      for (int taker = least; taker <= at + LAST_TAKER; taker++) {
        if (slots[taker] == 0 || source(slots[taker]) == source) {
          return taker;
        }
        if ((slots[taker] & LOW) < (slots[least] & LOW)) {
          least = taker;
        }
      }
      return least;
    }

    private static int source(long slot) {
      return (int) (slot >> 32);
    }

    private static long taker(int source, long taken) {
      return (long) source << 32 | taken;
    }
  }
}
