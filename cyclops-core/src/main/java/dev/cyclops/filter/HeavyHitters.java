/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The heaviest of any number of keys, in a fixed number of places.
 *
 * <p>A key without a place gets that of the lightest by chance only, the less likely the more that
 * one weighs, and inherits its weight (randomized admission, Ben Basat and others): a key that
 * comes often soon has a place, while of a stream of keys that come once hardly any displaces
 * anything, and costs no more than a look and a random number.
 *
 * <p>Thread-safe. Looking up takes no lock and allocates nothing: the index is written anew for
 * each key that gets a place.
 */
final class HeavyHitters<E extends Hitter> {
  /** Makes what follows a key. */
  interface Maker<E> {
    E make(long high, long low, double inherited, long nowMillis);
  }

  /** The least that any of them weighed, and when. */
  private record Floor(double weight, long atMillis) {}

  private static final long FLOOR_MILLIS = 1000;

  /** Places of the index for each key, so that what is not there is mostly found out at once. */
  private static final int ROOM = 4;

  private final int max;
  private final DoubleSupplier chance;
  private final Maker<E> maker;
  private final List<E> entries = new ArrayList<>();
  private volatile @Nullable Hitter[] index = new @Nullable Hitter[ROOM];
  private volatile @Nullable Floor floor;

  /**
   * A table.
   *
   * @param max how many keys are followed at the most
   * @param chance a random number from 0 to 1, that one excluded; thread-safe
   */
  HeavyHitters(int max, DoubleSupplier chance, Maker<E> maker) {
    this.max = max;
    this.chance = chance;
    this.maker = maker;
  }

  /** What follows a key; null when nothing does. */
  @SuppressWarnings("unchecked") // nothing else is ever put in
  @Nullable E find(long high, long low) {
    @Nullable Hitter[] places = index;
    int mask = places.length - 1;
    int at = (int) (Hitter.spread(high, low) >>> 32) & mask;
    Hitter found = places[at];
    while (found != null && (found.high != high || found.low != low)) {
      at = (at + 1) & mask;
      found = places[at];
    }
    return (E) found;
  }

  /** Lets a key that is not followed try for a place; null when it gets none. */
  @Nullable E offer(long high, long low, long nowMillis) {
    Floor known = floor;
    if (known != null) {
      if (Hitter.isDue(nowMillis - known.atMillis, FLOOR_MILLIS)) {
        known = measure(nowMillis);
      }
      if (chance.getAsDouble() * (known.weight + 1) >= 1) {
        return null;
      }
    }
    return place(high, low, nowMillis);
  }

  /** All that are followed now. */
  synchronized List<E> all() {
    return List.copyOf(entries);
  }

  private synchronized Floor measure(long nowMillis) {
    Floor known = floor;
    if (known == null || Hitter.isDue(nowMillis - known.atMillis, FLOOR_MILLIS)) {
      known = new Floor(lightest(nowMillis).weight, nowMillis);
      floor = known;
    }
    return known;
  }

  private synchronized E place(long high, long low, long nowMillis) {
    E found = find(high, low);
    if (found != null) {
      return found;
    }
    E made;
    if (entries.size() < max) {
      made = maker.make(high, low, 0, nowMillis);
      entries.add(made);
      if (entries.size() == max) {
        floor = new Floor(lightest(nowMillis).weight, nowMillis);
      }
    } else {
      Lightest lightest = lightest(nowMillis);
      made = maker.make(high, low, lightest.weight, nowMillis);
      entries.set(lightest.at, made);
      floor = new Floor(Math.min(lightest.next, lightest.weight + 1), nowMillis);
    }
    index = indexed();
    return made;
  }

  /** Where the lightest one is, what it weighs, and what the next to it weighs. */
  private record Lightest(int at, double weight, double next) {}

  private Lightest lightest(long nowMillis) {
    int at = 0;
    double least = Double.MAX_VALUE;
    double next = Double.MAX_VALUE;
    for (int i = 0; i < entries.size(); i++) {
      double weight = entries.get(i).weight(nowMillis);
      if (weight < least) {
        next = least;
        least = weight;
        at = i;
      } else {
        next = Math.min(next, weight);
      }
    }
    return new Lightest(at, least, next);
  }

  private @Nullable Hitter[] indexed() {
    int length = Integer.highestOneBit(entries.size() * ROOM - 1) << 1;
    @Nullable Hitter[] places = new @Nullable Hitter[length];
    for (E entry : entries) {
      int at = (int) (Hitter.spread(entry.high, entry.low) >>> 32) & (length - 1);
      while (places[at] != null) {
        at = (at + 1) & (length - 1);
      }
      places[at] = entry;
    }
    return places;
  }
}
