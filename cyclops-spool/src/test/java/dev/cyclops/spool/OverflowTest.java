/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Route;
import dev.cyclops.storage.DeadLetters.DeadLetter;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A memory that overflows into a spool, as the launcher puts them together. */
class OverflowTest {
  private static final long MEMORY = 256 << 10;
  private static final int EVENTS = 1000;

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;

  private Storage open() {
    Storage disk =
        Patience.spool(folder.resolve("spool")).order(QueueOrder.OLDEST_FIRST).clock(clock).build();
    return Storage.overflow(
        Storage.inMemory(MEMORY, QueueOrder.OLDEST_FIRST, Duration.ofDays(1), clock), disk);
  }

  private List<EventId> put(Storage storage, int count) {
    List<EventId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EventId id = EventId.random();
      Event event =
          Event.builder(Route.STORE)
              .project(1)
              .body(new byte[1000])
              .arrivedAt(now)
              .build()
              .accepted(1, "key", id, DataCategory.ERROR, UnaryOperator.identity());
      assertThat(storage.put(event).toCompletableFuture().join()).isEqualTo(PutResult.accepted());
      now = now.plusMillis(1);
      ids.add(id);
    }
    return ids;
  }

  private static List<EventId> all(Storage storage) {
    List<EventId> all = new ArrayList<>();
    Patience.await()
        .until(
            () -> {
              for (Delivery each : storage.next(100, Paused.NOTHING)) {
                all.add(each.event().id());
                storage.markAsDone(each);
              }
              return storage.stats().ready() == 0;
            });
    return all;
  }

  @Test
  void moreThanMemoryHolds_isSentOnce() {
    try (Storage storage = open()) {
      List<EventId> put = put(storage, EVENTS);
      assertThat(storage.stats().shed()).isZero();
      assertThat(all(storage)).containsExactlyInAnyOrderElementsOf(put);
      assertThat(storage.stats().done()).isEqualTo(EVENTS);
    }
  }

  @Test
  void close_writesWhatIsInMemory() {
    List<EventId> put;
    try (Storage storage = open()) {
      put = put(storage, EVENTS);
      assertThat(storage.stats().notDurableHeld()).isPositive();
    }
    try (Storage storage = open()) {
      assertThat(storage.stats().recovered()).isEqualTo(EVENTS);
      assertThat(storage.stats().notDurableHeld()).isZero();
      assertThat(all(storage)).isEqualTo(put);
    }
  }

  @Test
  void close_keepsStates() {
    List<EventId> put;
    try (Storage storage = open()) {
      put = put(storage, 6);
      List<Delivery> inHand = storage.next(5, Paused.NOTHING);
      long hence = now.plusSeconds(60).toEpochMilli();
      storage.settle(inHand.get(0), Settlement.retryAt(hence));
      storage.settle(inHand.get(1), Settlement.park("lane", Long.MAX_VALUE));
      storage.settle(inHand.get(2), Settlement.deadLetter("status 400"));
      storage.settle(inHand.get(3), Settlement.giveBack());
    }
    try (Storage storage = open()) {
      assertThat(storage.stats().recovered()).isEqualTo(6);
      assertThat(storage.stats().delayed()).isEqualTo(1);
      assertThat(storage.stats().parked()).isEqualTo(1);
      List<DeadLetter> dead = storage.deadLetters().list(9);
      assertThat(dead).extracting(letter -> letter.event().id()).containsExactly(put.get(2));
      assertThat(dead).extracting(DeadLetter::reason).containsExactly("status 400");
      assertThat(all(storage)).isEqualTo(put.subList(3, 6));
      storage.release("lane");
      assertThat(all(storage)).isEqualTo(put.subList(1, 2));
      now = now.plusSeconds(60);
      Delivery retried = storage.next(1, Paused.NOTHING).get(0);
      assertThat(retried.event().id()).isEqualTo(put.get(0));
      assertThat(retried.attempts()).isEqualTo(1);
    }
  }
}
