/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What a handler has read and refused so far. Thread-safe. */
final class HttpCounters {
  final LongAdder bodyBytes = new LongAdder();
  private final Map<RefusalReason, LongAdder> refused = new EnumMap<>(RefusalReason.class);

  HttpCounters() {
    for (RefusalReason reason : RefusalReason.values()) {
      refused.put(reason, new LongAdder());
    }
  }

  void refused(RefusalReason reason) {
    Objects.requireNonNull(refused.get(reason)).increment();
  }

  Map<RefusalReason, Long> refused() {
    Map<RefusalReason, Long> counts = new EnumMap<>(RefusalReason.class);
    refused.forEach((reason, count) -> counts.put(reason, count.sum()));
    return counts;
  }
}
