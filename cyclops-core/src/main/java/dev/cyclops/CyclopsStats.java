/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.auth.KeyStats;
import dev.cyclops.send.BreakerStats;
import dev.cyclops.send.Pace;
import dev.cyclops.send.SendStats;
import dev.cyclops.storage.StorageStats;
import java.util.OptionalDouble;

/**
 * What a barrier has done since its start: the snapshot behind {@code /count}. Counters are read
 * one after the other while events come in, so sums may be off by what came in between. Immutable.
 *
 * @param processed events accepted and kept
 * @param reduced those of them which are envelopes whose event was dropped, while the rest is kept
 * @param ignored events dropped as repeats of a flood
 * @param sampled events dropped by a project's ignore percentage
 * @param limited events dropped because their project sent more than its limit
 * @param unlimited events let through without a limit, because limits are kept for so many projects
 *     already; part of {@code processed}
 * @param shed events dropped at the door for want of room, and answered as if they were kept: those
 *     of routes that never slow a client down; {@link StorageStats#shed} counts what was kept first
 * @param refused events answered with an error
 * @param ungrouped accepted events that had nothing to be grouped by
 * @param forwarded events that Sentry took
 * @param sends how the sends to Sentry ended
 * @param errors exceptions out of a storage, cache, fingerprinter, sender or hook
 * @param averageMillis mean of the last response times of Sentry, in milliseconds; empty before the
 *     first successful answer
 * @param percentileMillis mean of the fastest 90 % of them, in milliseconds; the number that the
 *     original called its percentile
 * @param inFlight sends that have not ended
 * @param storage what is held
 * @param clientReports what Sentry was told of the dropped ones
 * @param keys the keys that are valid, and how old they are
 * @param pace what the rate controller allows, as of some moments ago
 * @param breaker whether Sentry is left alone, since when and why
 */
public record CyclopsStats(
    long processed,
    long reduced,
    long ignored,
    long sampled,
    long limited,
    long unlimited,
    long shed,
    long refused,
    long ungrouped,
    long forwarded,
    SendStats sends,
    long errors,
    OptionalDouble averageMillis,
    OptionalDouble percentileMillis,
    int inFlight,
    StorageStats storage,
    ClientReportStats clientReports,
    KeyStats keys,
    Pace pace,
    BreakerStats breaker) {
  /**
   * Sends that did not end in a success.
   *
   * @return a number of sends, for whatever reason
   */
  public long failedSends() {
    return sends.failed();
  }

  /**
   * Requests that were answered with success, whatever became of their events.
   *
   * @return a number of requests
   */
  public long accepted() {
    return processed + ignored + sampled + limited + shed;
  }

  /**
   * How far the books are from balancing: what was found at the start and what was accepted, less
   * all that Sentry has, that is held, or that was dropped for a counted reason. While events come
   * in it may be off by those that are between two counters.
   *
   * @return 0 when every accepted event is accounted for; above 0 when some are missing
   */
  public long unaccounted() {
    long dropped = ignored + sampled + limited + shed + storage.shed() + storage.expired();
    long ended = storage.done() + dropped + storage.deadTotal();
    return storage.recovered() + accepted() - ended - storage.held();
  }
}
