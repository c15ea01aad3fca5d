/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.filter.FloodAction.Kind;
import java.util.function.LongSupplier;

/**
 * Gives back what events took up that passed the filter and were not kept: their place in the
 * window of their group, and what they were to tell. Thread-safe.
 */
final class UnkeptPlaces {
  /** How many of those that come back late one event may have to settle. */
  private static final int LATE_AT_ONCE = 4;

  private final Cache cache;
  private final SourceShares shares;
  private final LongSupplier nanoClock;
  private final Untold untold = new Untold();
  private final LatePlaces late = new LatePlaces();

  UnkeptPlaces(Cache cache, SourceShares shares, LongSupplier nanoClock) {
    this.cache = cache;
    this.shares = shares;
    this.nanoClock = nanoClock;
  }

  /** How many were ignored of a group that are to be told of by the next one that passes. */
  Untold untold() {
    return untold;
  }

  /** Gives a place back at once; called from any thread, and never waits for the cache. */
  void giveBack(Place place, long ignored) {
    LatePlaces.Late due = due(place, ignored, 0);
    if (!cache.blocks()) {
      settle(due);
    } else if (!late.add(due)) {
      // No room: the place is lost, and what was to be told is not.
      untold.add(place.key(), due.ignored());
    }
  }

  /** Gives a place back later; called where the cache may be asked. */
  void giveBackLater(Place place, long ignored, long afterNanos) {
    LatePlaces.Late due = due(place, ignored, afterNanos);
    if (!late.add(due)) {
      settle(due);
    }
  }

  private LatePlaces.Late due(Place place, long ignored, long afterNanos) {
    long left = ignored;
    if (place.quota().kind() == Kind.LIMIT) {
      untold.add(place.key(), ignored);
      left = 0;
    }
    return new LatePlaces.Late(place, left, nanoClock.getAsLong() + afterNanos);
  }

  /** Gives back what is due by now; without any it costs a look at a flag. */
  void settleLate() {
    if (!late.any()) {
      return;
    }
    long now = nanoClock.getAsLong();
    for (int i = 0; i < LATE_AT_ONCE; i++) {
      LatePlaces.Late due = late.poll(now);
      if (due == null) {
        return;
      }
      settle(due);
    }
  }

  private void settle(LatePlaces.Late due) {
    Place place = due.place();
    Quota quota = place.quota();
    if (quota.kind() == Kind.LIMIT) {
      long before = cache.giveBack(place.key(), place.hit(), quota.number());
      // These count no more, so the next window does not tell of them.
      untold.add(place.key(), before - quota.number());
      shares.giveBack(place.key(), place.source(), place.deadline(), quota.windowNanos());
    } else {
      untold.add(place.key(), ignoredOneIn(quota.number(), due));
    }
  }

  /** What is to be told beside what the next event with the same count tells by itself. */
  private long ignoredOneIn(int events, LatePlaces.Late due) {
    Hit hit = due.place().hit();
    long before = cache.giveBack(due.place().key(), hit, hit.count());
    if (before < hit.count()) {
      return due.ignored();
    }
    long toldAgain = hit.count() == 1 ? 0 : events - 1;
    // Where others passed since, they told of what was ignored before them.
    return due.ignored() - toldAgain + (before - hit.count()) % events;
  }
}
