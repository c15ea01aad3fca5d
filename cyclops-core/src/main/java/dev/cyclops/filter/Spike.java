/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log when a project begins to send more than it may, and when that is over: a line each.
 * For one thread, but for what it tells of itself.
 */
final class Spike {
  private static final Logger LOG = System.getLogger(Spike.class.getName());

  /** It is over when nothing had to be dropped for so long. */
  static final long QUIET_NANOS = 60_000_000_000L;

  private static final long NANOS_A_SECOND = 1_000_000_000;

  private final long project;
  private final String kind;
  private volatile boolean on;
  private volatile long droppedBefore;
  private volatile long droppedSeen;
  private long begunAt;
  private long lastDropAt;

  Spike(long project, String kind) {
    this.project = project;
    this.kind = kind;
  }

  boolean isOn() {
    return on;
  }

  /** How many events were dropped since it began. Thread-safe; a moment old. */
  long dropped() {
    return droppedSeen - droppedBefore;
  }

  /** Looks at how many events were dropped so far. */
  void look(long dropped, TokenBucket.@Nullable Rate rate, long now) {
    if (dropped > droppedSeen) {
      lastDropAt = now;
      if (!on) {
        begunAt = now;
        droppedBefore = droppedSeen;
        on = true;
        LOG.log(Level.WARNING, begins(rate));
      }
      droppedSeen = dropped;
    } else if (on && now - lastDropAt >= QUIET_NANOS) {
      end();
    }
  }

  private String begins(TokenBucket.@Nullable Rate rate) {
    String limit =
        rate == null
            ? ""
            : String.format(
                Locale.ROOT,
                " (%.4g a second, %d at once)",
                rate.limit().sustained(),
                rate.limit().burst());
    return "project "
        + project
        + " sends more "
        + kind
        + " than its limit"
        + limit
        + ": those above it are dropped";
  }

  /** Nobody will look again, or it is over. */
  void end() {
    if (on) {
      on = false;
      long seconds = (lastDropAt - begunAt) / NANOS_A_SECOND;
      LOG.log(
          Level.INFO,
          "project "
              + project
              + " sends no more "
              + kind
              + " than its limit again: "
              + (droppedSeen - droppedBefore)
              + " dropped in "
              + seconds
              + " s");
    }
  }
}
