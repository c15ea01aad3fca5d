/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.testkit.ContractEvents.id;
import static dev.cyclops.testkit.ContractEvents.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;

/** What the parts of {@link StorageContract} have in common. */
abstract class StorageContractSetup {
  static final Duration MAX_AGE = Duration.ofHours(24);
  static final long AMPLE = 64 << 20;
  static final int KILO = 1000;
  static final long TIGHT = 256 << 10;

  /** How long a put may take to complete. */
  static final long PATIENCE_SECONDS = 60;

  final ManualClock clock = new ManualClock();
  final ContractEvents events = new ContractEvents(clock);
  private final List<Storage> created = new ArrayList<>();

  /**
   * Makes the storage under test, empty; it is closed after the test.
   *
   * @param maxBytes the bound on what it holds, in bytes
   * @param order which events come first
   * @param maxAge how long an event is worth sending
   * @param clock tells the time, in the events as well
   * @return a new one
   */
  protected abstract Storage create(
      long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock);

  @AfterEach
  void closeAll() {
    created.forEach(Storage::close);
  }

  Storage storage(long maxBytes, QueueOrder order) {
    Storage storage = create(maxBytes, order, MAX_AGE, clock);
    created.add(storage);
    return storage;
  }

  /** Closes a storage before the end of the test. */
  void close(Storage storage) {
    storage.close();
    created.remove(storage);
  }

  /** Has one closed at the end that was not made by {@link #create}. */
  <S extends Storage> S closing(S storage) {
    created.add(storage);
    return storage;
  }

  Storage ample() {
    return storage(AMPLE, QueueOrder.OLDEST_FIRST);
  }

  Storage tight() {
    return storage(TIGHT, QueueOrder.OLDEST_FIRST);
  }

  static PutResult put(Storage storage, Event event) {
    return await(storage.put(event));
  }

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Puts an event for which there must be room without giving up another one. */
  static EventId putStored(Storage storage, Event event) {
    assertThat(put(storage, event)).isEqualTo(PutResult.accepted());
    return id(event);
  }

  /** Leases the one event that there must be. */
  static Delivery nextOne(Storage storage) {
    List<Delivery> deliveries = storage.next(1, Paused.NOTHING);
    assertThat(deliveries).hasSize(1);
    return deliveries.get(0);
  }

  /** Leases all that can be sent now, in its order. */
  static List<Delivery> nextAll(Storage storage) {
    List<Delivery> all = new ArrayList<>();
    for (List<Delivery> some = storage.next(100, Paused.NOTHING);
        !some.isEmpty();
        some = storage.next(100, Paused.NOTHING)) {
      assertThat(some).hasSizeLessThanOrEqualTo(100);
      all.addAll(some);
    }
    return all;
  }

  /** Puts events one millisecond after the other. */
  final List<EventId> putErrors(Storage storage, long project, int count) {
    List<EventId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(putStored(storage, events.error(project)));
      clock.advance(Duration.ofMillis(1));
    }
    return ids;
  }

  /** Puts events of 1000 bytes each. */
  final List<EventId> putKilos(Storage storage, long project, int count) {
    List<EventId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(putStored(storage, events.event(project, DataCategory.ERROR, KILO)));
    }
    return ids;
  }

  /** Puts events of a project until the next one would need room. */
  final List<EventId> fillUp(Storage storage, long project) {
    List<EventId> ids = new ArrayList<>();
    long each;
    do {
      // Of the first one the project's own bytes are a part.
      long before = storage.stats().bytes();
      ids.add(putStored(storage, events.event(project, DataCategory.ERROR, KILO)));
      each = storage.stats().bytes() - before;
    } while (storage.stats().bytes() + each <= TIGHT);
    return ids;
  }

  /** Checks that what was stored is done, held or given up, and that the bytes keep their bound. */
  static void assertBooksBalance(Storage storage, long stored, long done) {
    StorageStats stats = storage.stats();
    assertThat(done + stats.held() + stats.shed() + stats.expired() + stats.deadTotal())
        .as("done %d, %s", done, stats)
        .isEqualTo(stats.recovered() + stored);
    assertThat(stats.bytes()).as("%s", stats).isBetween(0L, stats.maxBytes());
    long sum = storage.projects().stream().mapToLong(storage::size).sum();
    assertThat(sum).as("%s", stats).isEqualTo(storage.totalSize()).isEqualTo(stats.held());
  }
}
