/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.storage.ShedReason.ATTACHMENT;
import static dev.cyclops.storage.ShedReason.EXPIRED;
import static dev.cyclops.storage.ShedReason.OLDEST;
import static dev.cyclops.storage.ShedReason.SESSION;
import static dev.cyclops.testkit.ContractEvents.id;
import static dev.cyclops.testkit.ContractEvents.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.ShedReason;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What goes when there is no room, and when time is up. */
abstract class StorageBoundsContract extends StorageDeadLetterContract {
  @Test
  void put_staysWithinItsBytes() {
    Storage storage = tight();
    long shed = 0;
    int puts = 8 * (int) (TIGHT / KILO);
    for (int i = 0; i < puts; i++) {
      PutResult result = put(storage, events.event(1 + i % 3, DataCategory.ERROR, KILO));
      assertThat(result.stored()).isTrue();
      shed += result.shed().values().stream().mapToInt(Integer::intValue).sum();
      assertThat(storage.stats().bytes()).isLessThanOrEqualTo(TIGHT);
    }
    assertThat(storage.totalSize()).isBetween(TIGHT / KILO / 4, TIGHT / KILO);
    assertThat(storage.stats().shed()).isEqualTo(shed).isPositive();
    assertBooksBalance(storage, puts, 0);
  }

  @Test
  void put_givesUpTheOldestOfTheProjectThatHoldsTheMost() {
    Storage storage = tight();
    List<EventId> small = putKilos(storage, 2, 20);
    List<EventId> big = fillUp(storage, 1);
    PutResult result = put(storage, events.event(3, DataCategory.ERROR, 20 * KILO));
    assertThat(result.stored()).isTrue();
    assertThat(result.shed()).containsOnlyKeys(OLDEST);

    List<EventId> left = ids(nextAll(storage));
    assertThat(left).containsAll(small);
    int gone = result.shed().getOrDefault(OLDEST, 0);
    assertThat(gone).isPositive();
    assertThat(left).containsAll(big.subList(gone, big.size()));
    assertThat(left).doesNotContainAnyElementsOf(big.subList(0, gone));
  }

  @Test
  void put_givesUpSessionsThenAttachmentsThenEvents() {
    Storage storage = tight();
    List<DataCategory> kinds =
        List.of(
            DataCategory.ERROR,
            DataCategory.SESSION,
            DataCategory.ATTACHMENT,
            DataCategory.CLIENT_REPORT,
            DataCategory.TRANSACTION,
            DataCategory.REPLAY);
    for (int i = 0; i < 60; i++) {
      putStored(storage, events.event(1, kinds.get(i % kinds.size()), KILO));
    }
    fillUp(storage, 1);
    List<ShedReason> order = new ArrayList<>();
    while (!order.contains(OLDEST)) {
      PutResult result = put(storage, events.event(1, DataCategory.ERROR, KILO));
      assertThat(result.stored()).isTrue();
      assertThat(result.shed()).hasSizeLessThanOrEqualTo(2);
      result.shed().forEach((reason, count) -> order.addAll(Collections.nCopies(count, reason)));
    }
    assertThat(order.subList(0, 20)).containsOnly(SESSION);
    assertThat(order.subList(20, 40)).containsOnly(ATTACHMENT);
    assertThat(order.subList(40, order.size())).containsOnly(OLDEST);
  }

  @Test
  void put_givesUpWhatHasExpiredFirst() {
    Storage storage = tight();
    putKilos(storage, 1, 30);
    clock.advance(MAX_AGE.plusMillis(1));
    putStored(storage, events.event(2, DataCategory.SESSION, KILO));
    for (int i = 0; i < TIGHT / KILO && storage.stats().expired() == 0; i++) {
      PutResult result = put(storage, events.event(3, DataCategory.ERROR, KILO));
      assertThat(result.stored()).isTrue();
      assertThat(result.shed().keySet()).isSubsetOf(Set.of(EXPIRED));
    }
    assertThat(storage.stats().expired()).isPositive();
    assertThat(storage.stats().shed()).isZero();
    assertThat(storage.size(2)).isEqualTo(1);
  }

  @Test
  void put_takesNothingFromAProjectUnderItsFairShare() {
    Storage storage = tight();
    // A third of the bytes would be each one's fair share; sessions are no reason to take more.
    List<EventId> modest = putKilos(storage, 2, (int) (TIGHT / KILO / 6));
    List<EventId> sessions = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      sessions.add(putStored(storage, events.event(3, DataCategory.SESSION, KILO)));
    }
    for (int i = 0; i < 10 * TIGHT / KILO; i++) {
      put(storage, events.event(1, DataCategory.ERROR, KILO));
    }
    assertThat(ids(nextAll(storage))).containsAll(modest).containsAll(sessions);
  }

  @Test
  void put_ofAModestProjectFindsRoomBesideAFlood() {
    Storage storage = tight();
    fillUp(storage, 1);
    for (int i = 0; i < TIGHT / KILO / 4; i++) {
      assertThat(put(storage, events.event(2, DataCategory.ERROR, KILO)).stored()).isTrue();
    }
    assertThat(storage.size(2)).isEqualTo(TIGHT / KILO / 4);
  }

  @Test
  void put_ofMoreThanAllBytesIsFullAndGivesUpNothing() {
    Storage storage = tight();
    List<EventId> put = putKilos(storage, 1, 50);
    assertThat(put(storage, events.event(2, DataCategory.ERROR, (int) TIGHT + 1)))
        .isEqualTo(PutResult.full());
    assertThat(ids(nextAll(storage))).isEqualTo(put);
    assertBooksBalance(storage, 50, 0);
  }

  @Test
  void put_takesNothingOutOfHand() {
    Storage storage = tight();
    fillUp(storage, 1);
    List<Delivery> inHand = nextAll(storage);
    PutResult result = put(storage, events.event(1, DataCategory.ERROR, 20 * KILO));
    assertThat(result).isEqualTo(PutResult.full());
    inHand.forEach(storage::markAsDone);
    assertThat(storage.stats().lateSettlements()).isZero();
    assertBooksBalance(storage, inHand.size(), inHand.size());
  }

  @Test
  void put_thatIsRefusedGivesUpNothing() {
    Storage storage = tight();
    List<EventId> put = fillUp(storage, 1);
    List<Delivery> inHand = storage.next(put.size() - 5, Paused.NOTHING);
    assertThat(put(storage, events.event(1, DataCategory.ERROR, 20 * KILO)))
        .isEqualTo(PutResult.full());
    assertThat(put(storage, events.event(2, DataCategory.ERROR, 20 * KILO)))
        .isEqualTo(PutResult.full());
    assertThat(storage.stats().shed()).isZero();
    inHand.forEach(storage::markAsDone);
    assertThat(ids(nextAll(storage))).isEqualTo(put.subList(put.size() - 5, put.size()));
    assertBooksBalance(storage, put.size(), inHand.size());
  }

  @Test
  void put_ofASessionGivesUpNoEventAndNoSessionInVain() {
    Storage storage = tight();
    for (int i = 0; i < 5; i++) {
      putStored(storage, events.event(1, DataCategory.SESSION, KILO));
    }
    int errors = fillUp(storage, 1).size();
    assertThat(put(storage, events.event(1, DataCategory.SESSION, 20 * KILO)))
        .isEqualTo(PutResult.full());
    assertThat(storage.totalSize()).isEqualTo(errors + 5);
    PutResult one = put(storage, events.event(1, DataCategory.SESSION, KILO));
    assertThat(one.stored()).isTrue();
    assertThat(one.shed()).containsOnlyKeys(SESSION);
  }

  @Test
  void put_findsTheRoomThatSettledEventsLeave() {
    Storage storage = tight();
    for (int round = 0; round < 20; round++) {
      putKilos(storage, 1, (int) (TIGHT / KILO / 2));
      nextAll(storage).forEach(storage::markAsDone);
    }
    assertThat(storage.stats().shed()).isZero();
  }

  @Test
  void put_findsRoomBesideDeadLetters() {
    Storage storage = tight();
    int puts = 3 * (int) (TIGHT / KILO);
    for (int i = 0; i < puts; i++) {
      putStored(storage, events.event(1, DataCategory.ERROR, KILO));
      storage.settle(nextOne(storage), Settlement.deadLetter("status 400"));
      assertThat(storage.stats().bytes()).isLessThanOrEqualTo(TIGHT);
    }
    List<EventId> live = putKilos(storage, 1, (int) (TIGHT / KILO / 2));
    assertThat(ids(nextAll(storage))).isEqualTo(live);
    assertBooksBalance(storage, puts + live.size(), 0);
  }

  @Test
  void next_handsOutNothingThatHasExpired() {
    Storage storage = ample();
    putKilos(storage, 1, 5);
    storage.settle(nextOne(storage), Settlement.retryAt(clock.millis() + MAX_AGE.toMillis() / 2));
    clock.advance(MAX_AGE.minusMillis(1));
    EventId fresh = putStored(storage, events.error(1));
    clock.advance(Duration.ofMillis(2));
    assertThat(ids(nextAll(storage))).containsExactly(fresh);
    assertThat(storage.stats().expired()).isEqualTo(5);
    assertThat(storage.totalSize()).isEqualTo(1);
    assertBooksBalance(storage, 6, 0);
  }

  @Test
  void next_handsOutWhatIsAboutToExpire() {
    Storage storage = ample();
    EventId id = putStored(storage, events.error(1));
    clock.advance(MAX_AGE.minusMillis(1));
    assertThat(id(nextOne(storage))).isEqualTo(id);
  }

  @Test
  void settle_endsWhatExpiredInHand() {
    Storage storage = ample();
    putKilos(storage, 1, 2);
    List<Delivery> inHand = nextAll(storage);
    clock.advance(MAX_AGE.plusMillis(1));
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
    storage.markAsDone(inHand.get(0));
    storage.settle(inHand.get(1), Settlement.giveBack());
    assertThat(storage.stats().lateSettlements()).isZero();
    clock.advance(Duration.ofHours(1));
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
    assertThat(storage.stats().expired()).isEqualTo(1);
    assertBooksBalance(storage, 2, 1);
  }
}
