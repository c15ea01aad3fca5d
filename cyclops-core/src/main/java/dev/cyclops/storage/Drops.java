/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was given up in one call, to be told when the lock is no longer held. Not thread-safe. */
final class Drops {
  private record Kind(
      long project, @Nullable String publicKey, DataCategory category, ShedReason reason) {}

  /** For what cannot drop anything. */
  static final Drops NONE = new Drops();

  /** Empty until there is one: mostly there is none. */
  private Map<Kind, Integer> counts = Map.of();

  void add(Event event, ShedReason reason) {
    if (counts.isEmpty()) {
      counts = new LinkedHashMap<>();
    }
    counts.merge(
        new Kind(event.project(), event.publicKey(), event.category(), reason), 1, Integer::sum);
  }

  /** What the put answers that has brought this about. */
  PutResult result(boolean stored) {
    if (counts.isEmpty()) {
      return stored ? PutResult.accepted() : PutResult.full();
    }
    Map<ShedReason, Integer> byReason = new EnumMap<>(ShedReason.class);
    counts.forEach((kind, count) -> byReason.merge(kind.reason, count, Integer::sum));
    return new PutResult(stored, byReason);
  }

  void tell(DropListener listener) {
    if (counts.isEmpty()) {
      return;
    }
    counts.forEach(
        (kind, count) ->
            listener.onDropped(kind.project, kind.publicKey, kind.category, kind.reason, count));
  }
}
