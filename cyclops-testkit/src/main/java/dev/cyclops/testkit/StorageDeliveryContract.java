/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.storage.QueueOrder.NEWEST_FIRST;
import static dev.cyclops.storage.QueueOrder.OLDEST_FIRST;
import static dev.cyclops.testkit.ContractEvents.id;
import static dev.cyclops.testkit.ContractEvents.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What {@code next} hands out, and in which order. */
abstract class StorageDeliveryContract extends StorageContractSetup {
  @Test
  void next_isEmptyWhenThereIsNothing() {
    Storage storage = ample();
    assertThat(storage.next(10, Paused.NOTHING)).isEmpty();
    assertThat(storage.totalSize()).isZero();
    assertThat(storage.size(1)).isZero();
    assertThat(storage.projects()).isEmpty();
    assertBooksBalance(storage, 0, 0);
  }

  @Test
  void next_handsOutAnEventAsItWasPut() {
    Storage storage = ample();
    Event event = events.event(7, DataCategory.TRANSACTION, 5000);
    clock.advance(Duration.ofMinutes(5));
    putStored(storage, event);

    Delivery delivery = nextOne(storage);
    assertThat(delivery.attempts()).isZero();
    Event handedOut = delivery.event();
    assertThat(handedOut.id()).isEqualTo(event.id());
    assertThat(handedOut.project()).isEqualTo(7);
    assertThat(handedOut.publicKey()).isEqualTo(event.publicKey());
    assertThat(handedOut.category()).isEqualTo(DataCategory.TRANSACTION);
    assertThat(handedOut.route()).isEqualTo(event.route());
    assertThat(handedOut.method()).isEqualTo(event.method());
    assertThat(handedOut.path()).isEqualTo(event.path());
    assertThat(handedOut.query()).isEqualTo(event.query());
    assertThat(ContractEvents.lines(handedOut.headers()))
        .isEqualTo(ContractEvents.lines(event.headers()));
    assertThat(handedOut.body()).isEqualTo(event.body());
    assertThat(handedOut.arrivedAtMillis()).isEqualTo(event.arrivedAtMillis());
  }

  @Test
  void next_handsOutTheOldestFirst() {
    Storage storage = storage(AMPLE, OLDEST_FIRST);
    List<EventId> put = putErrors(storage, 1, 250);
    assertThat(ids(nextAll(storage))).isEqualTo(put);
  }

  @Test
  void next_handsOutTheNewestFirst() {
    Storage storage = storage(AMPLE, NEWEST_FIRST);
    List<EventId> put = putErrors(storage, 1, 250);
    Collections.reverse(put);
    assertThat(ids(nextAll(storage))).isEqualTo(put);
  }

  @Test
  void next_handsOutWhatCameSinceInItsOrder() {
    Storage storage = storage(AMPLE, NEWEST_FIRST);
    List<EventId> old = putErrors(storage, 1, 2);
    assertThat(id(nextOne(storage))).isEqualTo(old.get(1));
    EventId fresh = putStored(storage, events.error(1));
    assertThat(id(nextOne(storage))).isEqualTo(fresh);
    assertThat(id(nextOne(storage))).isEqualTo(old.get(0));
  }

  @Test
  void next_keepsTheOrderAcrossCategories() {
    Storage storage = ample();
    List<EventId> put = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      for (DataCategory category : DataCategory.values()) {
        put.add(putStored(storage, events.event(1, category, 50)));
        clock.advance(Duration.ofMillis(1));
      }
    }
    assertThat(ids(nextAll(storage))).isEqualTo(put);
  }

  @Test
  void next_handsOutNoMoreThanAskedFor() {
    Storage storage = ample();
    putErrors(storage, 1, 10);
    assertThat(storage.next(3, Paused.NOTHING)).hasSize(3);
    assertThat(storage.next(100, Paused.NOTHING)).hasSize(7);
  }

  @Test
  void next_servesASmallProjectBesideABigOne() {
    Storage storage = ample();
    putErrors(storage, 1, 1000);
    EventId lonely = putStored(storage, events.error(2));
    assertThat(ids(storage.next(2, Paused.NOTHING))).contains(lonely);
  }

  @Test
  void next_letsProjectsTakeTurns() {
    Storage storage = ample();
    for (long project = 1; project <= 4; project++) {
      putErrors(storage, project, (int) project * 10);
    }
    List<Long> turns = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      turns.add(nextOne(storage).event().project());
    }
    for (int round = 0; round < 10; round++) {
      assertThat(turns.subList(4 * round, 4 * round + 4)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }
  }

  @Test
  void next_skipsWhatIsPausedAndNothingElse() {
    Storage storage = ample();
    EventId error = putStored(storage, events.event(1, DataCategory.ERROR, 100));
    EventId transaction = putStored(storage, events.event(1, DataCategory.TRANSACTION, 100));
    EventId other = putStored(storage, events.event(2, DataCategory.ERROR, 100));
    Paused errorsOfOne = (project, category) -> project == 1 && category == DataCategory.ERROR;

    assertThat(ids(storage.next(10, errorsOfOne))).containsExactlyInAnyOrder(transaction, other);
    assertThat(storage.next(10, (project, category) -> true)).isEmpty();
    assertThat(storage.totalSize()).isEqualTo(3);
    assertThat(ids(storage.next(10, Paused.NOTHING))).containsExactly(error);
  }

  @Test
  void next_findsTheFewThatAreNotPausedBehindMany() {
    Storage storage = ample();
    for (int i = 0; i < 500; i++) {
      putStored(storage, events.event(1, DataCategory.ERROR, 100));
    }
    EventId session = putStored(storage, events.event(1, DataCategory.SESSION, 100));
    for (int i = 0; i < 500; i++) {
      putStored(storage, events.event(1, DataCategory.ERROR, 100));
    }
    assertThat(ids(storage.next(10, (project, category) -> category == DataCategory.ERROR)))
        .containsExactly(session);
  }

  @Test
  void next_handsOutNothingTwice() {
    Storage storage = ample();
    putErrors(storage, 1, 300);
    putErrors(storage, 2, 300);
    List<Delivery> first = nextAll(storage);
    assertThat(new HashSet<>(ids(first))).hasSize(600);
    assertThat(storage.next(10, Paused.NOTHING)).isEmpty();
    storage.renew(first);
    assertThat(storage.next(10, Paused.NOTHING)).isEmpty();
  }

  @Test
  void size_countsWhatIsInHandUntilItIsDone() {
    Storage storage = ample();
    putErrors(storage, 1, 3);
    putErrors(storage, 2, 1);
    assertThat(storage.projects()).isEqualTo(Set.of(1L, 2L));
    List<Delivery> deliveries = nextAll(storage);
    assertThat(storage.size(1)).isEqualTo(3);
    assertThat(storage.totalSize()).isEqualTo(4);
    assertThat(storage.stats().leased()).isEqualTo(4);

    deliveries.stream().filter(each -> each.event().project() == 1).forEach(storage::markAsDone);
    assertThat(storage.size(1)).isZero();
    assertThat(storage.size(2)).isEqualTo(1);
    assertThat(storage.totalSize()).isEqualTo(1);
    assertThat(storage.projects()).isEqualTo(Set.of(2L));
    assertBooksBalance(storage, 4, 3);
  }

  @Test
  void stats_countTheStatesAndTheBytes() {
    Storage storage = ample();
    assertThat(storage.stats().maxBytes()).isEqualTo(AMPLE);
    assertThat(storage.stats().bytes()).isZero();
    for (int i = 0; i < 4; i++) {
      putStored(storage, events.event(1, DataCategory.ERROR, 10_000));
    }
    assertThat(storage.stats().ready()).isEqualTo(4);
    long full = storage.stats().bytes();
    assertThat(full).isGreaterThanOrEqualTo(40_000);
    nextAll(storage).forEach(storage::markAsDone);
    assertThat(storage.stats().bytes()).isLessThan(full / 2);
  }

  @Test
  void onReady_isCalledAfterAPut() {
    Storage storage = ample();
    AtomicInteger calls = new AtomicInteger();
    storage.onReady(calls::incrementAndGet);
    // No later than its stage is complete.
    for (int i = 0; i < 3; i++) {
      int before = calls.get();
      putStored(storage, events.error(1));
      assertThat(calls.get()).isGreaterThan(before);
      storage.markAsDone(nextOne(storage));
    }
  }
}
