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

/**
 * What one call to a storage has given up, by kind: for what it answers and for whom it tells of
 * it. For those who implement a {@link Storage}. Not thread-safe.
 */
public final class Drops {
  private record Kind(
      long project, @Nullable String publicKey, DataCategory category, ShedReason reason) {
    boolean is(long id, @Nullable String key, DataCategory kind, ShedReason why) {
      return project == id && category == kind && reason == why && Objects.equals(publicKey, key);
    }
  }

  /** For what cannot drop anything. */
  static final Drops NONE = new Drops();

  /** The first kind, mostly the only one, and how many of it; null until there is one. */
  private @Nullable Kind first;

  private int ofFirst;

  /** The kinds after the first. */
  private Map<Kind, Integer> others = Map.of();

  /** Nothing yet. */
  public Drops() {}

  void add(Event event, ShedReason reason) {
    add(event.project(), event.publicKey(), event.category(), reason);
  }

  /**
   * Counts one more.
   *
   * @param project whose
   * @param publicKey the key it came with; null where that is not known
   * @param category what kind of data it was
   * @param reason why it was given up
   */
  public void add(
      long project, @Nullable String publicKey, DataCategory category, ShedReason reason) {
    Kind kind = first;
    if (kind != null && kind.is(project, publicKey, category, reason)) {
      ofFirst++;
      return;
    }
    kind = new Kind(project, publicKey, category, reason);
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

  /**
   * What the put answers that has brought this about.
   *
   * @param stored whether there was room in the end
   * @return with what was given up
   */
  public PutResult result(boolean stored) {
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

  /**
   * Tells of all of them, once.
   *
   * @param listener who wants to know
   */
  public void tell(DropListener listener) {
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
