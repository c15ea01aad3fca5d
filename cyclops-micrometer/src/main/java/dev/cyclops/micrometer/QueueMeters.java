/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import dev.cyclops.CyclopsStats;
import dev.cyclops.storage.StorageStats;
import java.util.function.ToDoubleFunction;

/** What waits for Sentry. */
final class QueueMeters {
  private static final String BYTES = "bytes";

  private QueueMeters() {}

  static void bind(Meters<CyclopsStats> meters) {
    events(meters, "ready", StorageStats::ready);
    events(meters, "delayed", StorageStats::delayed);
    events(meters, "leased", StorageStats::leased);
    events(meters, "parked", StorageStats::parked);
    events(meters, "dead", StorageStats::dead);
    meters.gaugeOf(
        BYTES,
        "cyclops.queue.size",
        "What all events count for that are held, in bytes",
        stats -> stats.storage().bytes());
    meters.gaugeOf(
        BYTES,
        "cyclops.queue.max.size",
        "The bound on that; +Inf where there is none",
        stats -> bound(stats.storage().maxBytes()));
    meters.gauge(
        "cyclops.queue.not.durable.events",
        "Events held less safely than on a disk or a server beside it",
        stats -> stats.storage().notDurableHeld());
    counters(meters);
  }

  private static void counters(Meters<CyclopsStats> meters) {
    meters.counter(
        "cyclops.events.recovered",
        "Events found in the storage at the start",
        stats -> stats.storage().recovered());
    meters.counter(
        "cyclops.events.not.durable",
        "Events kept less safely than on a disk or a server beside it",
        stats -> stats.storage().notDurable());
    meters.counter(
        "cyclops.queue.late.settlements",
        "Ends of sends that came after the lease on their event had ended",
        stats -> stats.storage().lateSettlements());
  }

  private static void events(
      Meters<CyclopsStats> meters, String state, ToDoubleFunction<StorageStats> number) {
    meters.gauge(
        "cyclops.queue.events",
        "Events that are held, by state; all but the dead ones are still to reach Sentry",
        stats -> number.applyAsDouble(stats.storage()),
        "state",
        state);
  }

  private static double bound(long maxBytes) {
    return maxBytes == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : maxBytes;
  }
}
