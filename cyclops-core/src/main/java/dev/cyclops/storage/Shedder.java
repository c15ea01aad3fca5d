/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what goes when there is no room: dead letters first, then the tiers in turn, each from
 * the project that holds the most. A project under its fair share of the bytes loses nothing for
 * another one's sake. Nothing is given up for an event that finds no room in the end. Guarded by
 * the lock of its storage.
 */
final class Shedder {
  /** So many projects are looked at to find out who could pay: a bound on the time it takes. */
  private static final int MAX_PAYERS = 1000;

  private final Holdings holdings;
  private final InMemoryDeadLetters dead;
  private final long maxBytes;
  private final long maxAgeMillis;
  private long shed;
  private long expired;

  /** Nothing that is held and not in hand is older, as far as a look at the oldest tells. */
  private long oldestMillis = Long.MAX_VALUE;

  Shedder(Holdings holdings, InMemoryDeadLetters dead, long maxBytes, long maxAgeMillis) {
    this.holdings = holdings;
    this.dead = dead;
    this.maxBytes = maxBytes;
    this.maxAgeMillis = maxAgeMillis;
  }

  /** One more is held, or is again at hand. */
  void onHeld(StoredEvent stored) {
    oldestMillis = Math.min(oldestMillis, stored.ageFromMillis());
  }

  boolean hasRoomFor(Event event) {
    return missingFor(event) <= 0;
  }

  private long missingFor(Event event) {
    return holdings.bytes() + dead.bytes() + holdings.bytesFor(event) - maxBytes;
  }

  /** Makes room and answers true, or gives up nothing. */
  boolean makeRoomFor(Event event, long nowMillis, Drops drops) {
    long missing = missingFor(event) - dead.bytes();
    ShedTier last = ShedTier.of(event.category());
    long share = fairShare(event.project());
    if (missing > 0 && missing > payable(event.project(), last, share, missing)) {
      return false;
    }
    boolean more = true;
    while (more && !hasRoomFor(event)) {
      more = dead.forgetOldest() || shedOne(event.project(), last, share, nowMillis, drops);
    }
    return hasRoomFor(event);
  }

  boolean isOverBound() {
    return holdings.bytes() + dead.bytes() > maxBytes;
  }

  /** Makes room after a move within the storage, which takes a little as well. */
  void keepBound(long project, long nowMillis, Drops drops) {
    boolean more = true;
    while (more && isOverBound()) {
      more =
          dead.forgetOldest()
              || shedOne(project, ShedTier.EVENTS, fairShare(project), nowMillis, drops);
    }
  }

  private long fairShare(long project) {
    int newcomer = holdings.projects.containsKey(project) ? 0 : 1;
    return maxBytes / (holdings.projects.size() + newcomer);
  }

  /**
   * What could be given up, counted no further than to what is missing: all that a project has at
   * hand itself, and of each other one what lies above its fair share.
   */
  private long payable(long project, ShedTier last, long share, long missing) {
    ProjectQueue own = holdings.projects.get(project);
    long sum = own == null ? 0 : own.bytesAtHand(last);
    if (sum >= missing) {
      // Mostly so where one project fills the storage.
      return sum;
    }
    int looks = 0;
    for (ShedTier tier : ShedTier.upTo(last)) {
      for (ProjectQueue queue : holdings.ranks.of(tier).descendingSet()) {
        if (sum >= missing || queue.bytes <= share || looks++ >= MAX_PAYERS) {
          break;
        }
        if (queue != own && queue.startsWith(tier)) {
          sum += Math.min(queue.bytesAtHand(last), queue.bytes - share);
        }
      }
    }
    return sum;
  }

  private boolean shedOne(long project, ShedTier last, long share, long nowMillis, Drops drops) {
    for (ShedTier tier : ShedTier.upTo(last)) {
      StoredEvent victim = victim(project, tier, share);
      if (victim != null) {
        giveUp(victim, tier, nowMillis, drops);
        return true;
      }
    }
    return false;
  }

  private @Nullable StoredEvent victim(long project, ShedTier tier, long share) {
    var ranked = holdings.ranks.of(tier);
    if (!ranked.isEmpty() && ranked.last().bytes > share) {
      return ranked.last().peekOldest(tier);
    }
    ProjectQueue own = holdings.projects.get(project);
    return own == null ? null : own.peekOldest(tier);
  }

  private void giveUp(StoredEvent victim, ShedTier tier, long nowMillis, Drops drops) {
    if (isExpired(victim, nowMillis)) {
      expire(victim, drops);
    } else {
      holdings.remove(victim);
      shed++;
      drops.add(victim.event(), tier.reason);
    }
  }

  /** Drops what is too old and not in hand. Looks at every project when there may be something. */
  void expire(long nowMillis, Drops drops) {
    if (!isTooOld(oldestMillis, nowMillis)) {
      return;
    }
    oldestMillis = Long.MAX_VALUE;
    for (ProjectQueue queue : List.copyOf(holdings.projects.values())) {
      for (ShedTier tier : ShedTier.values()) {
        StoredEvent oldest = queue.peekOldest(tier);
        while (oldest != null && isExpired(oldest, nowMillis)) {
          expire(oldest, drops);
          oldest = queue.peekOldest(tier);
        }
        if (oldest != null) {
          onHeld(oldest);
        }
      }
    }
  }

  boolean isExpired(StoredEvent stored, long nowMillis) {
    return isTooOld(stored.ageFromMillis(), nowMillis);
  }

  private boolean isTooOld(long ageFromMillis, long nowMillis) {
    return ageFromMillis < nowMillis - maxAgeMillis;
  }

  /** Drops one that turned out to be too old. */
  void expire(StoredEvent stored, Drops drops) {
    holdings.remove(stored);
    expired++;
    drops.add(stored.event(), ShedReason.EXPIRED);
  }

  long shed() {
    return shed;
  }

  long expired() {
    return expired;
  }
}
