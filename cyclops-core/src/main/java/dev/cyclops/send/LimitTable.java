/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import dev.cyclops.event.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Limits by project and key, a bounded number of them. Any thread may read, without a lock and
 * without allocating; only one at a time may write. The hash is our own, since a map of the JDK
 * wants an object as a key for each question.
 */
final class LimitTable {
  private static final int BUCKET_BITS = 12;
  private static final RateLimit[] NONE = {};

  /** The limits of a project, or of a key of a project, at one moment. */
  private static final class Held {
    final long project;
    final @Nullable String publicKey;
    final RateLimit[] limits;
    final @Nullable Held next;
    volatile @Nullable ToldLimits told;

    Held(long project, @Nullable String publicKey, RateLimit[] limits, @Nullable Held next) {
      this.project = project;
      this.publicKey = publicKey;
      this.limits = limits;
      this.next = next;
    }

    boolean isOf(long project, @Nullable String publicKey) {
      String mine = this.publicKey;
      return project == this.project && (mine == null ? publicKey == null : mine.equals(publicKey));
    }
  }

  private final int maxLimits;
  private final AtomicReferenceArray<@Nullable Held> buckets =
      new AtomicReferenceArray<>(1 << BUCKET_BITS);
  private final TreeSet<RateLimit> byEnd = new TreeSet<>(RateLimit.BY_END);

  /** Strangers choose project ids: they should not know which ones meet. */
  private final long seed = ThreadLocalRandom.current().nextLong();

  LimitTable(int maxLimits) {
    this.maxLimits = maxLimits;
  }

  /** What is left of the longest limit on a category, of a project as a whole or of one key. */
  long nanosLeft(long project, @Nullable String publicKey, DataCategory category, long nowNanos) {
    long longest = 0;
    Held held = find(project, publicKey);
    if (held != null) {
      for (RateLimit limit : held.limits) {
        if (limit.covers(category)) {
          longest = Math.max(longest, limit.untilNanos() - nowNanos);
        }
      }
    }
    return longest;
  }

  /** What clients are told of a project's own limits, or of those of one key; null for nothing. */
  @Nullable String told(long project, @Nullable String publicKey, long nowNanos) {
    Held held = find(project, publicKey);
    if (held == null) {
      return null;
    }
    ToldLimits told = held.told;
    if (told == null || !told.holdsAt(nowNanos)) {
      told = ToldLimits.of(held.limits, nowNanos);
      held.told = told;
    }
    return told.text();
  }

  /** Keeps a limit unless the one in its place lasts longer; one that is over ends that one. */
  void put(RateLimit limit, long nowNanos) {
    RateLimit before = before(limit);
    boolean ends = limit.isOver(nowNanos);
    if (before != null) {
      if (!ends && before.untilNanos() - limit.untilNanos() >= 0) {
        return;
      }
      remove(before);
    }
    if (!ends) {
      byEnd.add(limit);
      replace(limit, null, limit);
      if (byEnd.size() > maxLimits) {
        remove(byEnd.first());
      }
    }
  }

  /** Forgets what is over. */
  void expire(long nowNanos) {
    while (!byEnd.isEmpty() && byEnd.first().isOver(nowNanos)) {
      remove(byEnd.first());
    }
  }

  private void remove(RateLimit limit) {
    byEnd.remove(limit);
    replace(limit, limit, null);
  }

  private @Nullable RateLimit before(RateLimit limit) {
    Held held = find(limit.project(), limit.publicKey());
    for (RateLimit other : held == null ? NONE : held.limits) {
      if (limit.replaces(other)) {
        return other;
      }
    }
    return null;
  }

  /** Puts new limits of a project or key in the place of the ones before, in one step. */
  private void replace(RateLimit of, @Nullable RateLimit gone, @Nullable RateLimit come) {
    int bucket = bucket(of.project(), of.publicKey());
    List<RateLimit> limits = new ArrayList<>();
    Held chain = null;
    for (Held held = buckets.get(bucket); held != null; held = held.next) {
      if (held.isOf(of.project(), of.publicKey())) {
        limits.addAll(List.of(held.limits));
      } else {
        chain = new Held(held.project, held.publicKey, held.limits, chain);
      }
    }
    limits.remove(gone);
    if (come != null) {
      limits.add(come);
    }
    if (!limits.isEmpty()) {
      chain = new Held(of.project(), of.publicKey(), limits.toArray(NONE), chain);
    }
    buckets.set(bucket, chain);
  }

  private @Nullable Held find(long project, @Nullable String publicKey) {
    Held held = buckets.get(bucket(project, publicKey));
    while (held != null && !held.isOf(project, publicKey)) {
      held = held.next;
    }
    return held;
  }

  private int bucket(long project, @Nullable String publicKey) {
    long key = publicKey == null ? 0 : publicKey.hashCode();
    long mixed = (project ^ seed) * 0x9E3779B97F4A7C15L + key * 0xC2B2AE3D27D4EB4FL;
    return (int) (((mixed ^ (mixed >>> 29)) * 0x9E3779B97F4A7C15L) >>> (64 - BUCKET_BITS));
  }

  /** When the last of all ends; not to be asked while there is none. */
  long lastEndNanos() {
    return byEnd.last().untilNanos();
  }

  int size() {
    return byEnd.size();
  }
}
