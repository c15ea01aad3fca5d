/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the disk takes events, as far as is known: after a failure it is taken for bad until
 * something could be written again. Tells the log of both. Thread-safe.
 */
final class DiskHealth {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolStorage.class);

  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SpoolFolder folder;
  private volatile @Nullable String trouble;

  /** When something was tried in vain. */
  private volatile long failedNanos;

  DiskHealth(SpoolFolder folder) {
    this.folder = folder;
  }

  /** Whether what is put now can be expected to be stored. */
  boolean isGood() {
    return trouble == null;
  }

  /** What is wrong; null while nothing is. */
  @Nullable String trouble() {
    return trouble;
  }

  SpoolState state() {
    return folder.state(trouble);
  }

  /** Whether something is in the way of more events: no room is left, or the file is gone. */
  boolean isObstructed() {
    String obstacle = folder.obstacle();
    if (obstacle != null) {
      failing(obstacle);
    }
    return obstacle != null;
  }

  /** It does not take events now. */
  void failing(String why) {
    if (trouble == null) {
      LOG.warn("the spool {} takes no events: {}", folder, why);
    }
    trouble = why;
  }

  /** Something was tried in vain. */
  void failed(String why) {
    failing(why);
    failedNanos = System.nanoTime();
  }

  /** Something was written, which is enough unless more is in the way. */
  void recovered() {
    if (folder.obstacle() == null) {
      trouble = null;
      LOG.info("the spool {} takes events again", folder);
    }
  }

  /** Whether to try again: after a failure not at once. */
  boolean mayTry() {
    return isGood() || System.nanoTime() - failedNanos >= AGAIN_NANOS;
  }
}
