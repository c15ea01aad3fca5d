/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.send.SendStats;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts how sends end. Thread-safe. */
final class SendCounters {
  private final Map<Verdict, LongAdder> ends = new EnumMap<>(Verdict.class);
  final LongAdder forwarded = new LongAdder();
  final LongAdder probes = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder own = new LongAdder();

  SendCounters() {
    for (Verdict verdict : Verdict.values()) {
      ends.put(verdict, new LongAdder());
    }
  }

  void ended(Verdict verdict) {
    adder(verdict).increment();
  }

  private long of(Verdict verdict) {
    return adder(verdict).sum();
  }

  private LongAdder adder(Verdict verdict) {
    return Objects.requireNonNull(ends.get(verdict));
  }

  SendStats snapshot() {
    return new SendStats(
        of(Verdict.SUCCEEDED),
        of(Verdict.REJECTED),
        of(Verdict.REFUSED),
        of(Verdict.LIMITED),
        of(Verdict.ERROR),
        of(Verdict.UNAVAILABLE) + of(Verdict.NOT_NOW),
        of(Verdict.UNREACHABLE),
        of(Verdict.RESET),
        of(Verdict.TIMED_OUT),
        of(Verdict.UNTRUSTED),
        of(Verdict.REDIRECTED),
        of(Verdict.THROWN_BACK),
        probes.sum(),
        retries.sum(),
        own.sum());
  }
}
