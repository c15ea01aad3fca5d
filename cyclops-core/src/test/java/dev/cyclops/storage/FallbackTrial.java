/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.ManualTime;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/** A storage with a fallback whose time, chance and mover are in the hands of a test. */
final class FallbackTrial {
  static final Duration MAX_AGE = Duration.ofHours(24);
  private static final long MEMORY_BYTES = 1 << 20;

  final ManualTime time = new ManualTime();
  final ShakyStorage primary;
  final InMemoryStorage memory;
  final FallbackStorage storage;
  double chance;

  FallbackTrial() {
    this(QueueOrder.OLDEST_FIRST, false);
  }

  FallbackTrial(QueueOrder order, boolean strict) {
    this(order, strict, MEMORY_BYTES);
  }

  FallbackTrial(QueueOrder order, boolean strict, long memoryBytes) {
    primary = new ShakyStorage(order, time);
    memory = new InMemoryStorage(memoryBytes, order, MAX_AGE, time);
    storage = new FallbackStorage(primary, memory, strict, time, () -> chance);
  }

  Event event(long project) {
    return event(project, DataCategory.ERROR, 100);
  }

  Event event(long project, DataCategory category, int bytes) {
    return Event.builder(Route.STORE)
        .project(project)
        .body(new byte[bytes])
        .arrivedAt(time.instant())
        .build()
        .accepted(project, "k", EventId.random(), category, UnaryOperator.identity());
  }

  PutResult put(Event event) {
    return storage.put(event).toCompletableFuture().join();
  }

  /** Puts some of a project, one millisecond after the other. */
  List<EventId> put(long project, int count) {
    List<EventId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Event event = event(project);
      assertThat(put(event).stored()).isTrue();
      ids.add(id(event));
      time.passMillis(1);
    }
    return ids;
  }

  boolean isPutRefused(Event event) {
    try {
      return !put(event).stored();
    } catch (CompletionException | IllegalStateException e) {
      return true;
    }
  }

  /** Turns the mover for so long, as its thread would, and lets that time pass. */
  void moveFor(Duration duration) {
    long end = time.nanos() + duration.toNanos();
    while (end - time.nanos() > 0) {
      long wait = Math.min(storage.moveTurn(time.nanos()), end - time.nanos());
      time.pass(Duration.ofNanos(Math.max(1, wait)));
    }
  }

  List<Delivery> nextAll() {
    List<Delivery> all = new ArrayList<>();
    List<Delivery> some;
    while (!(some = storage.next(10, Paused.NOTHING)).isEmpty()) {
      all.addAll(some);
    }
    return all;
  }

  static EventId id(Event event) {
    return Objects.requireNonNull(event.id());
  }

  static List<EventId> ids(List<Delivery> deliveries) {
    return deliveries.stream().map(delivery -> id(delivery.event())).toList();
  }

  static List<EventId> idsOf(List<Event> events) {
    return events.stream().map(FallbackTrial::id).toList();
  }

  /** Checks that all that was put is somewhere, and once. */
  void assertBalance(long put) {
    StorageStats stats = storage.stats();
    assertThat(stats.done() + stats.held() + stats.shed() + stats.expired() + stats.deadTotal())
        .as("%s", stats)
        .isEqualTo(put);
    assertThat(stats.bytes()).isBetween(0L, stats.maxBytes());
    assertThat(storage.totalSize()).isEqualTo(stats.held());
    if (!primary.cut) {
      assertThat(storage.projects().stream().mapToLong(storage::size).sum())
          .isEqualTo(stats.held());
    }
  }
}
