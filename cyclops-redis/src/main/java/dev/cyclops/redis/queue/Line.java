/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventCodes;
import dev.cyclops.storage.ShedTier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the events of a project and category: what Redis said last, and what settlements
 * that are on their way will change. Guarded by the lock of its picture.
 */
final class Line {
  final int code;

  /** Null for one that only a newer version knows: left to those. */
  final @Nullable DataCategory category;

  private long saidReady;
  private long saidHeld;
  private long saidBytes;
  private long saidInHand;
  private long comingReady;
  private long comingHeld;
  private long comingBytes;
  private long comingInHand;

  Line(int code) {
    this.code = code;
    category = EventCodes.category(code);
  }

  ShedTier tier() {
    return ShedTier.of(QueuePicture.known(code));
  }

  void said(long[] counts) {
    saidReady = counts[0];
    saidHeld = counts[1];
    saidBytes = counts[2];
    saidInHand = counts[3];
  }

  void saidNothing() {
    saidReady = 0;
    saidHeld = 0;
    saidBytes = 0;
    saidInHand = 0;
  }

  /** A settlement is on its way (1), or there (-1). */
  void coming(Effect change, long sign) {
    comingReady += sign * change.ready();
    comingHeld += sign * change.held();
    comingBytes -= change.held() == 0 ? 0 : sign * change.cost();
    comingInHand -= sign * change.cost();
  }

  long ready() {
    return Math.max(0, saidReady + comingReady);
  }

  long held() {
    return Math.max(0, saidHeld + comingHeld);
  }

  long bytes() {
    return held() == 0 ? 0 : Math.max(0, saidBytes + comingBytes) + QueueScript.LINE_BYTES;
  }

  /** What giving up all that is not in hand would free. */
  long bytesAtHand() {
    return Math.max(0, saidBytes + comingBytes - saidInHand - comingInHand);
  }

  boolean isOver() {
    return saidHeld == 0
        && comingReady == 0
        && comingHeld == 0
        && comingBytes == 0
        && comingInHand == 0;
  }
}
