/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account for a whole farm of the slots that addresses get as their share of a window: how
 * many there were in all, and how many of them one address had. Each is a group of its own in the
 * cache that the instances share, whose window ends with that of the group it is for. Asked only
 * for events that an instance would let through by what it knows itself. Thread-safe.
 */
final class FarmShares {
  /** What the farm says of a share. */
  enum Answer {
    TAKEN,
    /** This address had its share; there may be slots for others. */
    ADDRESS_HAD_ITS_SHARE,
    NONE_LEFT
  }

  private static final long OF_THE_WINDOW = 0x5DEE_CE66_D1CE_4E5BL;
  private static final long OF_AN_ADDRESS = 0x2545_F491_4F6C_DD1DL;

  private final Cache cache;

  FarmShares(Cache cache) {
    this.cache = cache;
  }

  /** Takes a slot of a window, if there is one for this address; never waits. */
  CompletionStage<Answer> take(GroupKey group, Hit hit, @Nullable String source, int maxEvents) {
    // Ends with the window of the group: no window of it sees two of these.
    Duration left = Duration.ofNanos(Math.max(1, hit.nanosLeft()));
    int share = maxEvents - maxEvents / 2;
    return cache
        .hitLater(ofAddress(group, source), left, share)
        .thenCompose(
            own ->
                own.count() > share
                    ? CompletableFuture.completedStage(Answer.ADDRESS_HAD_ITS_SHARE)
                    : ofWindow(group, left, maxEvents));
  }

  private CompletionStage<Answer> ofWindow(GroupKey group, Duration left, int maxEvents) {
    GroupKey all = derived(group, OF_THE_WINDOW);
    return cache
        .hitLater(all, left, maxEvents)
        .thenApply(hit -> hit.count() > maxEvents ? Answer.NONE_LEFT : Answer.TAKEN);
  }

  /** Keyed with the group's key, which no stranger knows: nobody can aim at another's share. */
  private static GroupKey ofAddress(GroupKey group, @Nullable String source) {
    int sender = new SourceHash(new GroupSecret(group.high(), group.low())).of(source);
    return derived(group, OF_AN_ADDRESS ^ sender * 0x9E37_79B9_7F4A_7C15L);
  }

  private static GroupKey derived(GroupKey group, long salt) {
    return new GroupKey(group.high() ^ salt, group.low() + Long.rotateLeft(salt, 32));
  }
}
