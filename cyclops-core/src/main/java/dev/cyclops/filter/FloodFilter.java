/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an event of a group passes: the first {@code maxEvents} of each window do, the
 * rest are repeats of a flood.
 *
 * <p>Nobody silences somebody else's error by flooding its group on purpose: once events of a group
 * came from a second address, and for eight windows and at least a minute after that, no address
 * gets more than half of a window's {@code maxEvents}, rounded up, and the others pass as long as
 * some are left, however many repeats came before them. With {@code maxEvents} 1 the address that
 * floods leaves the slot to the others until the last sixteenth of the window. IPv6 addresses count
 * by their first 64 bits. At most 16,384 groups are watched so, in 1 MiB; of one beyond them the
 * first pass, whoever sends them.
 *
 * <p>Where several instances share a {@link Cache} each of them keeps account of addresses by
 * itself: of a group that several addresses send, {@code maxEvents} may pass at each instance.
 * Thread-safe.
 */
public final class FloodFilter {
  /**
   * What the filter says of an event. Immutable.
   *
   * @param passes false for a repeat
   * @param count how many events of the group this window has seen; 0 when it was not counted
   * @param ignored of an event that passes, how many of its group were dropped since the last one
   *     that did, as far as is known
   */
  public record Verdict(boolean passes, long count, long ignored) {
    /** Passes without being counted. */
    public static final Verdict UNCOUNTED = new Verdict(true, 0, 0);
  }

  private final Cache cache;
  private final int maxEvents;
  private final Duration window;
  private final long windowNanos;
  private final SourceShares shares;

  /**
   * A filter.
   *
   * @param cache counts; not closed by the filter
   * @param maxEvents how many events of a group pass in a window, at least 1
   * @param window how long a window lasts; zero switches the filter off
   * @param nanoClock as {@link System#nanoTime()}, the one that the cache goes by
   */
  public FloodFilter(Cache cache, int maxEvents, Duration window, LongSupplier nanoClock) {
    if (maxEvents < 1) {
      throw new IllegalArgumentException("maxEvents < 1: " + maxEvents);
    }
    if (window.isNegative()) {
      throw new IllegalArgumentException("window < 0: " + window);
    }
    this.cache = Objects.requireNonNull(cache, "cache == null");
    this.maxEvents = maxEvents;
    this.window = window;
    windowNanos = Math.min(TimeUnit.NANOSECONDS.convert(window), SourceShares.MAX_WINDOW_NANOS);
    shares = new SourceShares(nanoClock, GroupSecret.random());
  }

  /**
   * Whether events have to be fingerprinted at all.
   *
   * @return false when the filter is off
   */
  public boolean isOn() {
    return !window.isZero();
  }

  /**
   * Counts one event.
   *
   * @param project its project
   * @param group its group
   * @param fields what rules look at
   * @param source the address it came from, without a port; null for embedded use, which counts as
   *     an address as well
   * @return whether it passes
   */
  public Verdict check(long project, GroupKey group, EventFields fields, @Nullable String source) {
    if (!isOn()) {
      return Verdict.UNCOUNTED;
    }
    GroupKey key = within(project, group);
    Hit hit = cache.hit(key, window);
    if (hit.count() == 0) {
      return Verdict.UNCOUNTED;
    }
    boolean passes = shares.take(key, hit, source, maxEvents, windowNanos);
    long ignored = passes && hit.count() == 1 ? Math.max(0, hit.previousCount() - maxEvents) : 0;
    return new Verdict(passes, hit.count(), ignored);
  }

  /** The same error in two projects is two groups. */
  private static GroupKey within(long project, GroupKey group) {
    long spread = project * 0x9E3779B97F4A7C15L;
    return new GroupKey(group.high() ^ spread, group.low() + Long.rotateLeft(spread, 32));
  }
}
