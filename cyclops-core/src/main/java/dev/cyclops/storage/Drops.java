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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was given up in one call, to be told when the lock is no longer held. Not thread-safe. */
final class Drops {
  private record Kind(
      long project, @Nullable String publicKey, DataCategory category, ShedReason reason) {
    boolean is(Event event, ShedReason why) {
      return project == event.project()
          && category == event.category()
          && reason == why
          && Objects.equals(publicKey, event.publicKey());
    }
  }

  /** For what cannot drop anything. */
  static final Drops NONE = new Drops();

  /** The first kind, mostly the only one, and how many of it; null until there is one. */
  private @Nullable Kind first;

  private int ofFirst;

  /** The kinds after the first. */
  private Map<Kind, Integer> others = Map.of();

  void add(Event event, ShedReason reason) {
    Kind kind = first;
    if (kind != null && kind.is(event, reason)) {
      ofFirst++;
      return;
    }
    kind = new Kind(event.project(), event.publicKey(), event.category(), reason);
    if (first == null) {
      first = kind;
      ofFirst = 1;
      return;
    }
    if (others.isEmpty()) {
      others = new LinkedHashMap<>();
    }
    others.merge(kind, 1, Integer::sum);
  }

  /** What the put answers that has brought this about. */
  PutResult result(boolean stored) {
    if (first == null) {
      return stored ? PutResult.accepted() : PutResult.full();
    }
    if (others.isEmpty()) {
      return new PutResult(stored, Map.of(first.reason, ofFirst));
    }
    Map<ShedReason, Integer> byReason = new EnumMap<>(ShedReason.class);
    byReason.put(first.reason, ofFirst);
    others.forEach((kind, count) -> byReason.merge(kind.reason, count, Integer::sum));
    return new PutResult(stored, byReason);
  }

  void tell(DropListener listener) {
    Kind kind = first;
    if (kind == null) {
      return;
    }
    tell(listener, kind, ofFirst);
    others.forEach((other, count) -> tell(listener, other, count));
  }

  private static void tell(DropListener listener, Kind kind, int count) {
    listener.onDropped(kind.project, kind.publicKey, kind.category, kind.reason, count);
  }
}
