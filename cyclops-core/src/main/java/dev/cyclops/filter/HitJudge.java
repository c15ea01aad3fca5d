/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.filter.FloodAction.Kind;
import dev.cyclops.filter.FloodFilter.Answer;
import dev.cyclops.filter.FloodFilter.Pending;
import dev.cyclops.filter.FloodFilter.Verdict;
import dev.cyclops.filter.ShareTable.Slot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What follows from a hit: whether its event passes, and what that tells. Thread-safe. */
final class HitJudge {
  private final SourceShares shares;
  private final FarmShares farmShares;
  private final Untold untold;
  private final LongSupplier nanoClock;

  HitJudge(SourceShares shares, FarmShares farmShares, Untold untold, LongSupplier nanoClock) {
    this.shares = shares;
    this.farmShares = farmShares;
    this.untold = untold;
    this.nanoClock = nanoClock;
  }

  /** Goes by what this instance knows of addresses. */
  Verdict verdict(Quota quota, GroupKey key, Hit hit, @Nullable String source) {
    if (hit.count() == 0) {
      return Verdict.UNCOUNTED;
    }
    if (quota.kind() == Kind.ONE_IN) {
      return oneIn(quota, key, hit, source);
    }
    long now = nanoClock.getAsLong();
    boolean passes = slot(quota, key, hit, source, now) != Slot.NONE;
    return limited(quota, key, hit, source, now, passes);
  }

  CompletionStage<Verdict> stage(Quota quota, GroupKey key, Hit hit, @Nullable String source) {
    Answer answer = answer(quota, key, hit, source);
    return answer instanceof Pending pending
        ? pending.verdict()
        : CompletableFuture.completedStage((Verdict) answer);
  }

  /** Says it now, or later where the farm has to be asked. */
  Answer answer(Quota quota, GroupKey key, Hit hit, @Nullable String source) {
    if (hit.count() == 0) {
      return Verdict.UNCOUNTED;
    }
    if (quota.kind() == Kind.ONE_IN) {
      return oneIn(quota, key, hit, source);
    }
    long now = nanoClock.getAsLong();
    Slot slot = slot(quota, key, hit, source, now);
    if (slot != Slot.SHARE) {
      return limited(quota, key, hit, source, now, slot == Slot.FIRST);
    }
    CompletableFuture<FarmShares.Answer> share =
        farmShares.take(key, hit, source, quota.number()).toCompletableFuture();
    return share.isDone()
        ? shared(quota, key, hit, source, now, share.join())
        : new Pending(share.thenApply(said -> shared(quota, key, hit, source, now, said)));
  }

  private Verdict shared(
      Quota quota,
      GroupKey key,
      Hit hit,
      @Nullable String source,
      long now,
      FarmShares.Answer share) {
    if (share == FarmShares.Answer.ADDRESS_HAD_ITS_SHARE) {
      shares.leave(key, source, now + hit.nanosLeft(), quota.windowNanos());
    }
    return limited(quota, key, hit, source, now, share == FarmShares.Answer.TAKEN);
  }

  private Slot slot(Quota quota, GroupKey key, Hit hit, @Nullable String source, long now) {
    return shares.take(key, hit, source, quota.number(), quota.windowNanos(), now);
  }

  private Verdict limited(
      Quota quota, GroupKey key, Hit hit, @Nullable String source, long now, boolean passes) {
    long ignored = hit.count() == 1 ? Math.max(0, hit.previousCount() - quota.number()) : 0;
    if (passes) {
      Place place = new Place(key, quota, hit, source, now + hit.nanosLeft());
      return passing(hit, ignored + untold.take(key), place);
    }
    // The first of a window may have to leave its place to another address.
    untold.add(key, ignored);
    return repeat(hit);
  }

  private Verdict oneIn(Quota quota, GroupKey key, Hit hit, @Nullable String source) {
    int events = quota.number();
    if ((hit.count() - 1) % events != 0) {
      return repeat(hit);
    }
    long before = hit.count() > 1 ? events : hit.previousCount();
    long ignored = before == 0 ? 0 : (before - 1) % events;
    Place place = new Place(key, quota, hit, source, 0);
    return passing(hit, ignored + untold.take(key), place);
  }

  private static Verdict repeat(Hit hit) {
    return new Verdict(false, hit.count(), null);
  }

  private static Verdict passing(Hit hit, long ignored, Place place) {
    return new Verdict(true, hit.count(), new Verdict.Passed(ignored, place));
  }
}
