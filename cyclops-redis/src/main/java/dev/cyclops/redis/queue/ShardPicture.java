/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import java.util.HashSet;
import java.util.Set;

/**
 * What is known of a shard: what Redis said last, and what settlements that are on their way will
 * change. Guarded by the lock of its picture.
 */
final class ShardPicture {
  ShardTotals said = ShardTotals.NOTHING;

  /** Those of which something is known. */
  final Set<Project> projects = new HashSet<>();

  /** When that was, by a clock of this process. */
  private long saidAtNanos;

  private long comingBytes;
  private long comingReady;
  private long comingWaiting;
  private long comingParked;
  private long comingDead;
  private long coming;
  private long comingDueMillis = Long.MAX_VALUE;

  /** What puts that are on their way may take. */
  long reserved;

  void said(ShardTotals totals, long nowNanos) {
    said = totals;
    saidAtNanos = nowNanos;
  }

  /** A settlement is on its way (1), or there (-1). */
  void coming(Effect change, long sign) {
    coming += sign;
    comingBytes += sign * change.bytes();
    comingReady += sign * change.ready();
    comingWaiting += sign * change.waiting();
    comingParked += sign * change.parked();
    comingDead += sign * change.dead();
    comingDueMillis = coming == 0 ? Long.MAX_VALUE : Math.min(comingDueMillis, change.dueMillis());
  }

  long bytes() {
    return Math.max(0, said.bytes() + comingBytes);
  }

  long ready() {
    return Math.max(0, said.ready() + comingReady);
  }

  long waiting() {
    return Math.max(0, said.waiting() + comingWaiting);
  }

  long parked() {
    return Math.max(0, said.parked() + comingParked);
  }

  long leased() {
    return Math.max(0, said.leased() - coming);
  }

  /** Whether something is held that is not in hand. */
  boolean holdsAtHand() {
    return ready() + waiting() > 0;
  }

  long dead() {
    return Math.max(0, said.dead() + comingDead);
  }

  /** Whether something is to be made ready, as far as is known here. */
  boolean isDue(long nowMillis, long nowNanos) {
    return Math.min(said.earliestDueMillis(), comingDueMillis) <= nowMillis
        || said.earliestLeaseEndMillis() <= serverMillis(nowNanos);
  }

  private long serverMillis(long nowNanos) {
    return said.serverMillis() == Long.MIN_VALUE
        ? Long.MIN_VALUE
        : said.serverMillis() + (nowNanos - saidAtNanos) / 1_000_000;
  }
}
