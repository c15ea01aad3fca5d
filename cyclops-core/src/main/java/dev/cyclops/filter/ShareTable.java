/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;

/**
 * Which addresses took the slots of some groups' windows. A group lives in one of the {@value
 * #WAYS} places of its set. Where they are all taken, one with a single address gives way, or else
 * the one whose window ends soonest. Of the addresses that took slots in a window the {@value
 * #TAKERS} with the most are known; an address that takes the place of another inherits its count,
 * so that none is ever counted too low. Thread-safe.
 */
final class ShareTable {
  private static final int WAYS = 4;
  private static final int TAKERS = 3;

  private static final int MEMORY_WINDOWS = 8;
  private static final long MEMORY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** What is left of a window when its only slot is free for all, as a fraction. */
  private static final int LATE = 16;

  /** Of so many drops in a window each is looked at, later on one of so many. */
  private static final int DROPS = 64;

  /** A place: the group's key, the end of its window, what was used, who used it. */
  private static final int PLACE = 8;

  private static final int DEADLINE = 2;

  /** Upper half: the only address of the windows before; lower half: slots used in this one. */
  private static final int USE = 3;

  /** Upper half: an address; lower half: how many slots it took. */
  private static final int FIRST_TAKER = 4;

  private static final int SECOND_TAKER = FIRST_TAKER + 1;
  private static final int LAST_TAKER = FIRST_TAKER + TAKERS - 1;

  /**
   * Upper half: of a group with one slot a window, who was dropped last; lower half: for how many
   * milliseconds only one address has sent, where several did before.
   */
  private static final int HISTORY = 7;

  private static final long LOW = 0xFFFF_FFFFL;

  private final StampedLock lock = new StampedLock();
  private final long[] places;

  ShareTable(int groups) {
    places = new long[groups * PLACE];
  }

  /** Whether an event is dropped, and there is nothing to keep of it. Writes nothing. */
  boolean isSettled(
      GroupKey group, int hash, Hit hit, int source, int maxEvents, long windowNanos, long now) {
    long stamp = lock.tryOptimisticRead();
    int at = find(group, set(hash));
    if (stamp == 0 || at < 0) {
      return false;
    }
    long ahead = now + hit.nanosLeft() - places[at + DEADLINE];
    boolean current =
        isUnknown(hit, windowNanos)
            ? now - places[at + DEADLINE] < 0
            : Math.abs(ahead) <= windowNanos / 2;
    boolean settled;
    if (!current) {
      settled = false;
    } else if (!isShared(at, source)) {
      settled = hit.count() > maxEvents;
    } else {
      int taker = takerOf(at, source);
      settled =
          !mayTake(at, taker, source, maxEvents, windowNanos, now)
              && !isNewcomer(at, taker)
              && !isNoted(at, source, hit, maxEvents);
    }
    return settled && lock.validate(stamp);
  }

  /** What a group's window has for an event. */
  enum Slot {
    /** Nothing: it is a repeat. */
    NONE,
    /** One of the first, since a single address sends. */
    FIRST,
    /** One of its address's share, however many events came before it. */
    SHARE
  }

  /** Takes a slot, if there is one for this address, and keeps that the address was there. */
  Slot take(
      GroupKey group, int hash, Hit hit, int source, int maxEvents, long windowNanos, long now) {
    long stamp = lock.writeLock();
    try {
      int at = find(group, set(hash));
      if (at < 0) {
        at = leastMissed(set(hash), now);
        Arrays.fill(places, at, at + PLACE, 0);
        places[at] = group.high();
        places[at + 1] = group.low();
        places[at + DEADLINE] = now + hit.nanosLeft();
      } else {
        long ahead = now + hit.nanosLeft() - places[at + DEADLINE];
        boolean unknown = isUnknown(hit, windowNanos);
        if (unknown ? now - places[at + DEADLINE] >= 0 : ahead > windowNanos / 2) {
          next(at, ahead, maxEvents, windowNanos);
        } else if (ahead < -windowNanos / 2 && !unknown) {
          // Overtaken by the first event of the next window, which is not to pay for it.
          boolean first = hit.count() <= maxEvents && before(at) != SourceHash.SEVERAL;
          return first ? Slot.FIRST : Slot.NONE;
        }
      }
      if (isShared(at, source)) {
        boolean passes = shared(at, source, hit, maxEvents, windowNanos, now);
        return passes ? Slot.SHARE : Slot.NONE;
      }
      return alone(at, source, hit, maxEvents) ? Slot.FIRST : Slot.NONE;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /**
   * Frees a slot of a window.
   *
   * @param forgets whether its address may have it again
   */
  void giveBack(
      GroupKey group, int hash, int source, boolean forgets, long deadline, long windowNanos) {
    long stamp = lock.writeLock();
    try {
      int at = find(group, set(hash));
      if (at < 0 || Math.abs(deadline - places[at + DEADLINE]) > windowNanos / 2) {
        return;
      }
      if ((places[at + USE] & LOW) > 0) {
        places[at + USE]--;
      }
      int taker = takerOf(at, source);
      if (forgets && source(places[taker]) == source && (places[taker] & LOW) > 0) {
        places[taker]--;
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private int set(int hash) {
    return (hash * WAYS * PLACE) & (places.length - 1);
  }

  /** Some caches cannot tell what is left of a window, and always say: all of it. */
  private static boolean isUnknown(Hit hit, long windowNanos) {
    return hit.nanosLeft() >= windowNanos && hit.count() > 1;
  }

  private int find(GroupKey group, int set) {
    for (int at = set; at < set + WAYS * PLACE; at += PLACE) {
      if (places[at] == group.high() && places[at + 1] == group.low()) {
        return places[at + FIRST_TAKER] == 0 ? -1 : at;
      }
    }
    return -1;
  }

  private int leastMissed(int set, long now) {
    int least = set;
    long leastWorth = Long.MAX_VALUE;
    for (int at = set; at < set + WAYS * PLACE; at += PLACE) {
      long worth = worth(at, now);
      if (worth < leastWorth) {
        leastWorth = worth;
        least = at;
      }
    }
    return least;
  }

  private long worth(int at, long now) {
    if (places[at + FIRST_TAKER] == 0) {
      return Long.MIN_VALUE;
    }
    long left = places[at + DEADLINE] - now;
    boolean several = places[at + SECOND_TAKER] != 0 || before(at) == SourceHash.SEVERAL;
    return several && left > -MEMORY_NANOS ? left + SourceShares.MAX_WINDOW_NANOS : left;
  }

  /** Begins the group's next window. */
  private void next(int at, long ahead, int maxEvents, long windowNanos) {
    long memoryNanos =
        Math.max(MEMORY_NANOS, MEMORY_WINDOWS * Math.min(windowNanos, Long.MAX_VALUE / 16));
    int first = source(places[at + FIRST_TAKER]);
    int before = before(at);
    long quietMillis = 0;
    if (ahead >= memoryNanos) {
      before = SourceHash.NONE;
    } else if (places[at + SECOND_TAKER] != 0
        || (before != SourceHash.SEVERAL && before != SourceHash.NONE && before != first)) {
      before = SourceHash.SEVERAL;
    } else if (before == SourceHash.SEVERAL) {
      quietMillis = (places[at + HISTORY] & LOW) + ahead / NANOS_PER_MILLI;
      before = quietMillis >= memoryNanos / NANOS_PER_MILLI ? first : before;
    } else {
      before = first;
    }
    // A window that was over for longer than a window takes is no part of this flood.
    boolean floods = maxEvents == 1 && ahead <= 2 * windowNanos && (places[at + USE] & LOW) > 0;
    int dropped = floods ? source(places[at + HISTORY]) : SourceHash.NONE;
    places[at + DEADLINE] += ahead;
    places[at + USE] = pair(before, 0);
    Arrays.fill(places, at + FIRST_TAKER, at + HISTORY, 0);
    places[at + HISTORY] = pair(dropped, Math.min(quietMillis, LOW));
  }

  /** The only address of the windows before, or what stands for several or none. */
  private int before(int at) {
    return source(places[at + USE]);
  }

  private boolean isShared(int at, int source) {
    int before = before(at);
    int first = source(places[at + FIRST_TAKER]);
    return places[at + SECOND_TAKER] != 0
        || (before != SourceHash.NONE && before != source)
        || (first != SourceHash.NONE && first != source);
  }

  private boolean alone(int at, int source, Hit hit, int maxEvents) {
    int passed = hit.count() <= maxEvents ? 1 : 0;
    long taken = places[at + FIRST_TAKER] & LOW;
    places[at + FIRST_TAKER] = pair(source, taken + passed);
    places[at + USE] += passed;
    return passed > 0;
  }

  private boolean shared(int at, int source, Hit hit, int maxEvents, long windowNanos, long now) {
    int taker = takerOf(at, source);
    boolean passes = mayTake(at, taker, source, maxEvents, windowNanos, now);
    if (passes) {
      places[taker] = pair(source, (places[taker] & LOW) + 1);
      places[at + USE]++;
      return true;
    }
    if (isNewcomer(at, taker)) {
      places[taker] = pair(source, 0);
    }
    if (isNoted(at, source, hit, maxEvents)) {
      places[at + HISTORY] = pair(source, places[at + HISTORY] & LOW);
    }
    return false;
  }

  private boolean mayTake(
      int at, int taker, int source, int maxEvents, long windowNanos, long now) {
    return (places[at + USE] & LOW) < maxEvents
        && (places[taker] & LOW) < maxEvents - maxEvents / 2
        && (maxEvents > 1
            || source(places[at + HISTORY]) != source
            || places[at + DEADLINE] - now <= windowNanos / LATE);
  }

  /** An address to be known as the second one of its window, or the first. */
  private boolean isNewcomer(int at, int taker) {
    return places[taker] == 0 && taker <= at + SECOND_TAKER;
  }

  /** A dropped event whose address is to be kept: where many take turns, not that of each. */
  private boolean isNoted(int at, int source, Hit hit, int maxEvents) {
    return maxEvents == 1
        && source(places[at + HISTORY]) != source
        && (hit.count() < DROPS || hit.count() % DROPS == 0);
  }

  /** Where an address is counted: its own place, else a free one, else that of the least. */
  private int takerOf(int at, int source) {
    int least = at + FIRST_TAKER;
    for (int taker = least; taker <= at + LAST_TAKER; taker++) {
      if (places[taker] == 0 || source(places[taker]) == source) {
        return taker;
      }
      if ((places[taker] & LOW) < (places[least] & LOW)) {
        least = taker;
      }
    }
    return least;
  }

  private static int source(long pair) {
    return (int) (pair >> 32);
  }

  private static long pair(int source, long count) {
    return (long) source << 32 | count;
  }
}
