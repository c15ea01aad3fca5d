/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import dev.cyclops.CyclopsStats;
import dev.cyclops.Receipt.Outcome;
import dev.cyclops.event.DataCategory;
import java.util.Locale;

/** What comes in, and what of it is dropped. */
final class DoorMeters {
  private static final String DROPPED = "cyclops.events.dropped";
  private static final String DROPPED_MEANING =
      "Events that were accepted and will not reach Sentry, by reason";

  private DoorMeters() {}

  static void bind(Meters<CyclopsStats> meters, CyclopsRecorder recorder) {
    for (Outcome outcome : Outcome.values()) {
      for (DataCategory category : DataCategory.values()) {
        meters.counter(
            "cyclops.events.received",
            "Events that came to the door, by what became of them and what they are",
            stats -> recorder.received(category, outcome),
            "outcome",
            outcome.name().toLowerCase(Locale.ROOT),
            "category",
            category.wireName());
      }
    }
    dropped(meters);
    meters.counter(
        "cyclops.events.ungrouped",
        "Accepted events that had nothing to be grouped by",
        CyclopsStats::ungrouped);
    meters.counter(
        "cyclops.events.unlimited",
        "Events let through without a limit, because limits are kept for so many projects already",
        CyclopsStats::unlimited);
  }

  private static void dropped(Meters<CyclopsStats> meters) {
    drop(meters, "flood", Rising.highest(CyclopsStats::ignored));
    drop(meters, "sample", Rising.highest(CyclopsStats::sampled));
    drop(meters, "project_limit", Rising.highest(CyclopsStats::limited));
    drop(meters, "no_room", Rising.highest(CyclopsStats::shed));
    drop(meters, "shed", Rising.highest(stats -> stats.storage().shed()));
    drop(meters, "expired", Rising.highest(stats -> stats.storage().expired()));
    // Goes down when one is sent once more.
    drop(meters, "dead_letter", Rising.everyRise(stats -> stats.storage().deadTotal()));
  }

  private static void drop(
      Meters<CyclopsStats> meters, String reason, Rising<CyclopsStats> number) {
    meters.risingCounter(DROPPED, DROPPED_MEANING, number, "reason", reason);
  }
}
