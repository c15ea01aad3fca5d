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
import java.util.function.UnaryOperator;

/** A memory that overflows, whose time and spiller are in the hands of a test. */
final class OverflowTrial {
  static final long MEMORY_BYTES = 1 << 20;
  private static final Duration MAX_AGE = Duration.ofHours(24);

  final ManualTime time = new ManualTime();
  final ShakyStorage disk;
  final InMemoryStorage memory;
  final OverflowStorage storage;

  OverflowTrial(QueueOrder order) {
    disk = new ShakyStorage(order, time);
    disk.outlivesTheProcess = true;
    memory = new InMemoryStorage(MEMORY_BYTES, order, MAX_AGE, time);
    storage = new OverflowStorage(memory, disk);
  }

  Event event(long project) {
    return Event.builder(Route.STORE)
        .project(project)
        .body(new byte[10_000])
        .arrivedAt(time.instant())
        .build()
        .accepted(project, "k", EventId.random(), DataCategory.ERROR, UnaryOperator.identity());
  }

  /** Puts some, one millisecond after the other. */
  List<EventId> put(long project, int count) {
    List<EventId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Event event = event(project);
      assertThat(storage.put(event).toCompletableFuture().join().stored()).isTrue();
      ids.add(FallbackTrial.id(event));
      time.passMillis(1);
    }
    return ids;
  }

  /** Turns the spiller for so long. */
  void spillFor(Duration duration) {
    long end = time.nanos() + duration.toNanos();
    while (end - time.nanos() > 0) {
      long wait = Math.min(storage.spillTurn(time.nanos()), end - time.nanos());
      time.pass(Duration.ofNanos(Math.max(1, wait)));
    }
  }

  void spill() {
    spillFor(Duration.ofSeconds(1));
  }

  List<EventId> nextAll() {
    List<EventId> all = new ArrayList<>();
    List<Delivery> some;
    while (!(some = storage.next(10, Paused.NOTHING)).isEmpty()) {
      all.addAll(FallbackTrial.ids(some));
    }
    return all;
  }

  void assertBalance(long put) {
    StorageStats stats = storage.stats();
    assertThat(stats.done() + stats.held() + stats.shed() + stats.expired() + stats.deadTotal())
        .as("%s", stats)
        .isEqualTo(put);
    assertThat(stats.bytes()).isBetween(0L, stats.maxBytes());
  }
}
