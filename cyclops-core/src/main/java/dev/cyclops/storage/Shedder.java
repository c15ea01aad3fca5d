/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides what goes when there is no room: first what has expired and what is dead, then the tiers
 * in turn, each from the project that holds the most. A project under its fair share of the bytes
 * loses nothing for another one's sake. Guarded by the lock of its storage.
 */
final class Shedder {
  private final Holdings holdings;
  private final InMemoryDeadLetters dead;
  private final long maxBytes;
  private final long maxAgeMillis;
  private long shed;
  private long expired;

  /** Nothing that is held and not in hand arrived before, as far as a look at the oldest tells. */
  private long oldestArrivalMillis = Long.MAX_VALUE;

  Shedder(Holdings holdings, InMemoryDeadLetters dead, long maxBytes, long maxAgeMillis) {
    this.holdings = holdings;
    this.dead = dead;
    this.maxBytes = maxBytes;
    this.maxAgeMillis = maxAgeMillis;
  }

  /** One more is held, or is again at hand. */
  void onHeld(Event event) {
    oldestArrivalMillis = Math.min(oldestArrivalMillis, event.arrivedAtMillis());
  }

  boolean hasRoomFor(Event event) {
    return holdings.bytes() + dead.bytes() + holdings.bytesFor(event) <= maxBytes;
  }

  /** Makes room, as far as that is right; whether it was enough is for the caller to ask. */
  Map<ShedReason, Integer> makeRoomFor(Event event, long nowMillis) {
    Map<ShedReason, Integer> gone = new EnumMap<>(ShedReason.class);
    if (event.heapBytes() > maxBytes - ProjectQueue.OWN_BYTES) {
      return gone;
    }
    int expiredNow = expire(nowMillis);
    if (expiredNow > 0) {
      gone.put(ShedReason.EXPIRED, expiredNow);
    }
    while (!hasRoomFor(event) && (dead.forgetOldest() || shedOne(event, gone))) {
      // Each turn frees something, or ends the loop.
    }
    return gone;
  }

  private boolean shedOne(Event incoming, Map<ShedReason, Integer> gone) {
    for (ShedTier tier : ShedTier.values()) {
      StoredEvent victim = holdings.hasAny(tier) ? victim(incoming.project(), tier) : null;
      if (victim != null) {
        holdings.remove(victim);
        shed++;
        gone.merge(tier.reason, 1, Integer::sum);
        return true;
      }
      if (tier == ShedTier.of(incoming.category())) {
        return false;
      }
    }
    return false;
  }

  private @Nullable StoredEvent victim(long incoming, ShedTier tier) {
    ProjectQueue own = holdings.projects.get(incoming);
    long fairShare = maxBytes / (holdings.projects.size() + (own == null ? 1 : 0));
    for (ProjectQueue queue : holdings.byBytes.descendingSet()) {
      if (queue.bytes <= fairShare) {
        break;
      }
      StoredEvent oldest = queue.peekOldest(tier);
      if (oldest != null) {
        return oldest;
      }
    }
    return own == null ? null : own.peekOldest(tier);
  }

  /** Drops what is too old and not in hand, and answers how many that were. */
  int expire(long nowMillis) {
    if (!isTooOld(oldestArrivalMillis, nowMillis)) {
      // A look at every project would cost each put of a full storage dearly.
      return 0;
    }
    int count = 0;
    oldestArrivalMillis = Long.MAX_VALUE;
    for (ProjectQueue queue : List.copyOf(holdings.projects.values())) {
      for (ShedTier tier : ShedTier.values()) {
        StoredEvent oldest = queue.peekOldest(tier);
        while (oldest != null && isExpired(oldest, nowMillis)) {
          holdings.remove(oldest);
          count++;
          oldest = queue.peekOldest(tier);
        }
        if (oldest != null) {
          onHeld(oldest.event());
        }
      }
    }
    expired += count;
    return count;
  }

  boolean isExpired(StoredEvent stored, long nowMillis) {
    return isTooOld(stored.event().arrivedAtMillis(), nowMillis);
  }

  private boolean isTooOld(long arrivedAtMillis, long nowMillis) {
    return arrivedAtMillis < nowMillis - maxAgeMillis;
  }

  /** Drops one that turned out to be too old when it was to be sent. */
  void expire(StoredEvent stored) {
    holdings.remove(stored);
    expired++;
  }

  long shed() {
    return shed;
  }

  long expired() {
    return expired;
  }
}
