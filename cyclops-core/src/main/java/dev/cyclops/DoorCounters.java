/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import java.util.concurrent.atomic.LongAdder;

/** What has become of the events at the door, and whether some are still inside. Thread-safe. */
final class DoorCounters {
  final LongAdder processed = new LongAdder();
  final LongAdder reduced = new LongAdder();
  final LongAdder ignored = new LongAdder();
  final LongAdder sampled = new LongAdder();
  final LongAdder limited = new LongAdder();
  final LongAdder shed = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder ungrouped = new LongAdder();
  private final LongAdder received = new LongAdder();

  /** An event has come; exactly one call of {@link #answered} is to follow. */
  void received() {
    received.increment();
  }

  void answered(Receipt.Outcome outcome, boolean grouped) {
    if (outcome == Receipt.Outcome.PROCESSED && !grouped) {
      ungrouped.increment();
    }
    switch (outcome) {
      case PROCESSED -> processed.increment();
      case REDUCED -> {
        // Kept once, so counted as kept once: the books go by requests.
        processed.increment();
        reduced.increment();
      }
      case IGNORED -> ignored.increment();
      case SAMPLED -> sampled.increment();
      case LIMITED -> limited.increment();
      case SHED -> shed.increment();
      default -> refused.increment();
    }
  }

  /** Reads the answered ones first, so that an event which comes in between looks unanswered. */
  boolean isAnyInside() {
    long dropped = ignored.sum() + sampled.sum() + limited.sum() + shed.sum();
    return processed.sum() + dropped + refused.sum() < received.sum();
  }
}
