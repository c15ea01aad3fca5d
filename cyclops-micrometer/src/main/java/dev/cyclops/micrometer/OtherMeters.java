/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsStats;

/** Keys, client reports, the flood filter, and whether all is well with the barrier itself. */
final class OtherMeters {
  private static final double MILLIS_PER_SECOND = 1000;

  private OtherMeters() {}

  static void bind(Meters<CyclopsStats> meters, Cyclops cyclops) {
    keys(meters);
    reports(meters);
    meters.gauge(
        "cyclops.flood.groups",
        "Groups that are followed to tell who floods",
        stats -> cyclops.followedGroups());
    meters.counter(
        "cyclops.faults",
        "Exceptions out of a storage, cache, fingerprinter, sender or hook",
        CyclopsStats::errors);
    meters.gauge(
        "cyclops.events.unaccounted",
        "Accepted events that are neither held, nor sent, nor counted as dropped; 0 but for those"
            + " on their way between two counters",
        CyclopsStats::unaccounted);
    meters.gaugeOf(
        "seconds",
        "cyclops.loop.turn.age",
        "How long the sending loop has been at its last turn; it begins one a second at the least",
        stats -> cyclops.health().sinceTurn().toMillis() / MILLIS_PER_SECOND);
  }

  private static void keys(Meters<CyclopsStats> meters) {
    meters.gauge("cyclops.keys", "Keys that may report", stats -> stats.keys().keys());
    meters.gauge(
        "cyclops.keys.projects", "Projects that have such a key", stats -> stats.keys().projects());
    meters.gaugeOf(
        "seconds",
        "cyclops.keys.age",
        "How long ago the keys were read from their source; NaN where they never change",
        stats -> Meters.orNan(stats.keys().ageSeconds()));
    meters.gauge(
        "cyclops.keys.failing",
        "1 when the last attempt to read the keys failed, else 0",
        stats -> Meters.bit(stats.keys().failing()));
    meters.gauge(
        "cyclops.keys.from.snapshot",
        "1 while the keys are those of a snapshot, else 0",
        stats -> Meters.bit(stats.keys().fromSnapshot()));
    meters.counter(
        "cyclops.keys.loads", "How often the keys were read", stats -> stats.keys().loads());
    meters.counter(
        "cyclops.keys.load.failures",
        "How often reading the keys failed",
        stats -> stats.keys().failures());
  }

  private static void reports(Meters<CyclopsStats> meters) {
    meters.counter(
        "cyclops.client.reports.sent",
        "Client reports that Sentry took",
        stats -> stats.clientReports().sent());
    meters.counter(
        "cyclops.client.reports.events",
        "Dropped events that Sentry was told of",
        stats -> stats.clientReports().reported());
    meters.counter(
        "cyclops.client.reports.unreported.events",
        "Dropped events that Sentry will not be told of",
        stats -> stats.clientReports().unreported());
  }
}
