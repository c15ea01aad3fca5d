/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.event.FloodGroup;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A group that is followed. Each event is counted without a lock; about once a second one of them
 * also brings the weight up to date. Thread-safe.
 */
final class TrackedGroup extends Hitter {
  private static final long FOLD_MILLIS = 1000;

  /** From so many events in a second on threads count apart. */
  private static final long OFTEN = 256;

  /** What was not seen for an hour is no flood any more. */
  private static final long FORGOTTEN_MILLIS = 3_600_000;

  /** Of a group that has just begun the rate is not guessed from less. */
  private static final long LEAST_MILLIS = 1000;

  private final EventCounts counts = new EventCounts();
  private final long firstSeen;
  private volatile long lastSeen;
  private volatile @Nullable FloodTitle title;

  /** How many had been ignored when that was asked last. */
  private long ignoredBefore;

  /** When the weight was brought up to date. */
  private volatile long foldedAt;

  /** How many events are in the weight. */
  private long folded;

  /** The decayed number of events. */
  private double own;

  /** The decayed weight of whose place it took: for comparisons only, never shown. */
  private double inherited;

  TrackedGroup(long high, long low, double inherited, long nowMillis) {
    super(high, low);
    this.inherited = inherited;
    firstSeen = nowMillis;
    lastSeen = nowMillis;
    foldedAt = nowMillis;
  }

  /** Counts an event; answers how many have gone into the weight now, mostly none. */
  long count(boolean passed, long nowMillis) {
    counts.add(passed);
    long before = lastSeen;
    if (isDue(nowMillis - before, 1)) {
      lastSeen = nowMillis;
    }
    return isDue(nowMillis - foldedAt, FOLD_MILLIS) ? fold(before, nowMillis) : 0;
  }

  /** One that was counted as passed was ignored after all. */
  void ignoredLater() {
    counts.ignoredLater();
  }

  private synchronized long fold(long before, long nowMillis) {
    long sinceFold = nowMillis - foldedAt;
    if (!isDue(sinceFold, FOLD_MILLIS)) {
      return 0;
    }
    long fresh = counts.seen() - folded;
    if (fresh == 0) {
      return 0;
    }
    // The last of them is now; the others came before the pause, if there was one.
    own = own * left(sinceFold) + (fresh - 1) * left(nowMillis - before) + 1;
    inherited *= left(sinceFold);
    folded += fresh;
    foldedAt = nowMillis;
    if (fresh >= OFTEN) {
      counts.spread();
    }
    return fresh;
  }

  @Override
  synchronized double weight(long nowMillis) {
    return weightOf(own + inherited, nowMillis);
  }

  private double weightOf(double weightThen, long nowMillis) {
    long fresh = counts.seen() - folded;
    double freshNow = fresh == 0 ? 0 : fresh * left(nowMillis - lastSeen);
    return weightThen * left(nowMillis - foldedAt) + freshNow;
  }

  /** How many were ignored since this was asked last; 0 at least. For one thread. */
  long freshlyIgnored() {
    long ignored = counts.ignored();
    long fresh = ignored - ignoredBefore;
    ignoredBefore = ignored;
    return Math.max(0, fresh);
  }

  boolean isNamed() {
    return title != null;
  }

  void name(FloodTitle title) {
    this.title = title;
  }

  /** How it stands; null when it is not worth showing. */
  synchronized @Nullable FloodGroup snapshot(long project, long nowMillis) {
    // A title is there from the second event on: what came once is no flood.
    FloodTitle shown = title;
    long seen = counts.seen();
    long last = lastSeen;
    if (shown == null || nowMillis - last > FORGOTTEN_MILLIS) {
      return null;
    }
    long first = Math.min(firstSeen, last);
    long followed = Math.max(LEAST_MILLIS, nowMillis - first);
    // Less than the weight of a rate that has gone on for ever, by what was not seen of it.
    double seconds = (1 - left(followed)) / (1000 * DECAY_PER_MILLI);
    return new FloodGroup(
        project,
        "%016x".formatted(spread(high, low)),
        shown.text(),
        shown.level(),
        shown.category(),
        seen,
        Math.min(seen, counts.ignored()),
        weightOf(own, nowMillis) / seconds,
        Instant.ofEpochMilli(first),
        Instant.ofEpochMilli(last));
  }
}
