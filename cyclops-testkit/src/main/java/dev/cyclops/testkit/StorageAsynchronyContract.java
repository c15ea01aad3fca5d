/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.testkit.ContractEvents.id;
import static dev.cyclops.testkit.ContractEvents.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.Storage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** That an event is stored once, or not at all, whenever its put may complete. */
abstract class StorageAsynchronyContract extends StorageDropContract {
  private static final int PUTS = 200;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);

  @Test
  void put_ofManyAtOnceStoresEach() {
    Storage storage = ample();
    List<Event> events = someEvents();
    List<CompletionStage<PutResult>> stages = events.stream().map(storage::put).toList();
    for (CompletionStage<PutResult> stage : stages) {
      assertThat(await(stage)).isEqualTo(PutResult.accepted());
    }
    assertThat(ids(nextAll(storage)))
        .containsExactlyInAnyOrderElementsOf(events.stream().map(ContractEvents::id).toList());
    assertBooksBalance(storage, PUTS, 0);
  }

  @Test
  void put_mayEndAfterItsDelivery() {
    Storage storage = ample();
    List<Event> events = someEvents();
    List<CompletionStage<PutResult>> stages = events.stream().map(storage::put).toList();
    Set<EventId> done = new HashSet<>();
    long start = System.nanoTime();
    while (done.size() < PUTS) {
      for (Delivery delivery : storage.next(7, Paused.NOTHING)) {
        assertThat(done.add(id(delivery))).as("handed out once").isTrue();
        storage.markAsDone(delivery);
      }
      assertThat(System.nanoTime() - start).as("still not stored").isLessThan(PATIENCE_NANOS);
    }
    for (CompletionStage<PutResult> stage : stages) {
      assertThat(await(stage)).isEqualTo(PutResult.accepted());
    }
    assertThat(storage.next(10, Paused.NOTHING)).isEmpty();
    assertBooksBalance(storage, PUTS, PUTS);
  }

  @Test
  void put_thatIsCompleteIsHeld() {
    Storage storage = ample();
    List<CompletionStage<Long>> held = new ArrayList<>();
    for (Event event : someEvents()) {
      held.add(storage.put(event).thenApply(result -> storage.totalSize()));
    }
    for (int i = 0; i < PUTS; i++) {
      assertThat(await(held.get(i))).isGreaterThan(i);
    }
  }

  @Test
  void put_afterTheEndStoresNothing() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    close(storage);
    assertThat(isStored(tryToPut(storage, events.error(1)))).isFalse();
  }

  @Test
  void close_endsEveryPut() {
    Storage storage = ample();
    List<CompletionStage<PutResult>> stages = someEvents().stream().map(storage::put).toList();
    close(storage);
    stages.forEach(StorageAsynchronyContract::isStored);
  }

  final List<Event> someEvents() {
    List<Event> some = new ArrayList<>();
    for (int i = 0; i < PUTS; i++) {
      some.add(events.error(1));
    }
    return some;
  }

  /** A put may fail either way. */
  static CompletionStage<PutResult> tryToPut(Storage storage, Event event) {
    try {
      return storage.put(event);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Waits for the end of a put, which may be a failure, but never stays away. */
  static boolean isStored(CompletionStage<PutResult> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS).stored();
    } catch (ExecutionException e) {
      return false;
    } catch (TimeoutException e) {
      throw new AssertionError("a put without an end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
