/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.limit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log when a project begins to send more than it may, and when that is over: a line each.
 * For one thread, but for what it tells of itself. Public for the limiter, in a package that is not
 * exported.
 */
public final class Spike {
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

  /**
   * None yet.
   *
   * @param project whose
   * @param kind of what: {@code errors} or {@code transactions}
   */
  public Spike(long project, String kind) {
    this.project = project;
    this.kind = kind;
  }

  /**
   * Whether the project sends more than it may. Thread-safe; as of the last look.
   *
   * @return true from the first event that was dropped until some quiet after the last
   */
  public boolean isOn() {
    return on;
  }

  /**
   * How many events were dropped since it began. Thread-safe; as of the last look.
   *
   * @return events
   */
  public long dropped() {
    return droppedSeen - droppedBefore;
  }

  /**
   * Looks at how many events were dropped so far.
   *
   * @param dropped events since the account was opened
   * @param rate what they were held to, for the log; null when that is in force no more
   * @param now as {@link System#nanoTime()}
   */
  public void look(long dropped, @Nullable Rate rate, long now) {
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

  private String begins(@Nullable Rate rate) {
    String limit =
        rate == null
            ? ""
            : String.format(
                Locale.ROOT, " (%.4g a second, %d at once)", rate.sustained(), rate.burst());
    return "project "
        + project
        + " sends more "
        + kind
        + " than its limit"
        + limit
        + ": those above it are dropped";
  }

  /** Nobody will look again, or it is over. */
  public void end() {
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
