/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.testkit.ContractEvents.id;
import static dev.cyclops.testkit.ContractEvents.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.ShedReason;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is held back together, and let go together. */
abstract class StorageParkingContract extends StorageSettlementContract {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String LANE = "1:public:store";

  @Test
  void park_holdsEventsBackUntilTheirLaneIsReleased() {
    Storage storage = ample();
    List<EventId> put = putErrors(storage, 1, 3);
    parkAll(storage, LANE);
    assertThat(storage.stats().parked()).isEqualTo(3);
    assertThat(storage.stats().delayed()).isZero();
    assertThat(storage.stats().ready()).isZero();
    assertThat(storage.size(1)).isEqualTo(3);
    assertThat(storage.next(10, Paused.NOTHING)).isEmpty();
    assertThat(storage.newest(10, Paused.NOTHING)).isEmpty();
    assertBooksBalance(storage, 3, 0);

    storage.release(LANE);
    assertThat(storage.stats().parked()).isZero();
    List<Delivery> again = nextAll(storage);
    assertThat(ids(again)).isEqualTo(put);
    assertThat(again).allSatisfy(delivery -> assertThat(delivery.attempts()).isZero());
    again.forEach(storage::markAsDone);
    assertBooksBalance(storage, 3, 3);
  }

  @ParameterizedTest
  @EnumSource
  void park_keepsTheOrderByAge(QueueOrder order) {
    Storage storage = storage(AMPLE, order);
    List<EventId> put = putErrors(storage, 1, 3);
    List<Delivery> old = nextAll(storage);
    for (int i : new int[] {1, 2, 0}) {
      park(storage, old.get(i), LANE);
    }
    put.addAll(putErrors(storage, 1, 2));
    storage.release(LANE);
    if (order == QueueOrder.NEWEST_FIRST) {
      Collections.reverse(put);
    }
    assertThat(ids(nextAll(storage))).isEqualTo(put);
  }

  @Test
  void park_endsByItselfWhenItsTimeHasCome() {
    Storage storage = ample();
    EventId id = putStored(storage, events.error(1));
    EventId later = putStored(storage, events.error(1));
    List<Delivery> both = nextAll(storage);
    long until = clock.millis() + HOUR.toMillis();
    storage.settle(both.get(0), Settlement.park(LANE, until));
    storage.settle(both.get(1), Settlement.park(LANE, until + 1));
    clock.advance(HOUR.minusMillis(1));
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(ids(nextAll(storage))).containsExactly(id);
    assertThat(storage.stats().parked()).isEqualTo(1);
    storage.release(LANE);
    assertThat(ids(nextAll(storage))).containsExactly(later);
  }

  @Test
  void park_untilNowIsNoParking() {
    Storage storage = ample();
    EventId id = putStored(storage, events.error(1));
    storage.settle(nextOne(storage), Settlement.park(LANE, clock.millis()));
    assertThat(ids(nextAll(storage))).containsExactly(id);
    storage.release(LANE);
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
    assertBooksBalance(storage, 1, 0);
  }

  @Test
  void park_isNoAttemptAndKeepsThoseBefore() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    storage.settle(nextOne(storage), Settlement.retryAt(clock.millis()));
    for (int i = 0; i < 3; i++) {
      Delivery delivery = nextOne(storage);
      assertThat(delivery.attempts()).isEqualTo(1);
      park(storage, delivery, LANE);
      storage.release(LANE);
    }
  }

  @Test
  void park_holdsUpNoOthers() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    parkAll(storage, LANE);
    EventId same = putStored(storage, events.error(1));
    EventId other = putStored(storage, events.error(2));
    assertThat(ids(nextAll(storage))).containsExactlyInAnyOrder(same, other);
  }

  @Test
  void release_leavesOtherLanesAndDelaysAlone() {
    Storage storage = ample();
    List<EventId> put = putErrors(storage, 1, 4);
    List<Delivery> all = nextAll(storage);
    park(storage, all.get(0), LANE);
    park(storage, all.get(1), LANE + "s");
    storage.settle(all.get(2), Settlement.retryAt(clock.millis() + HOUR.toMillis()));
    storage.release("1:public");
    storage.release("");
    storage.release(LANE);
    assertThat(storage.stats().parked()).isEqualTo(1);
    assertThat(storage.stats().delayed()).isEqualTo(1);
    assertThat(storage.stats().leased()).isEqualTo(1);
    assertThat(ids(nextAll(storage))).containsExactly(put.get(0));
    assertBooksBalance(storage, 4, 0);
  }

  @Test
  void release_ofALaneThatNobodyIsInDoesNothing() {
    Storage storage = ample();
    storage.release(LANE);
    putErrors(storage, 1, 1);
    storage.release(LANE);
    park(storage, nextOne(storage), LANE);
    storage.release(LANE);
    storage.release(LANE);
    assertThat(storage.stats().ready()).isEqualTo(1);
    Delivery delivery = nextOne(storage);
    storage.release(LANE);
    assertThat(storage.stats().leased()).isEqualTo(1);
    park(storage, delivery, LANE);
    assertThat(storage.stats().parked()).isEqualTo(1);
    assertBooksBalance(storage, 1, 0);
  }

  @Test
  void release_isForAllProjectsAndCategoriesOfALane() {
    Storage storage = ample();
    for (DataCategory category : DataCategory.values()) {
      putStored(storage, events.event(1, category, 100));
      putStored(storage, events.event(2, category, 100));
    }
    int put = 2 * DataCategory.values().length;
    parkAll(storage, LANE);
    assertThat(storage.stats().parked()).isEqualTo(put);
    storage.release(LANE);
    assertThat(nextAll(storage)).hasSize(put);
  }

  @Test
  void release_ofALongLaneIsWhole() {
    Storage storage = ample();
    List<EventId> put = putErrors(storage, 1, 1500);
    parkAll(storage, LANE);
    storage.release(LANE);
    assertThat(storage.stats().parked()).isZero();
    assertThat(storage.stats().ready()).isEqualTo(put.size());
    assertThat(ids(nextAll(storage))).isEqualTo(put);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "*", "{1}:a", "1:\u00fc\u6f22\ud83d\ude00", "a\nb", "'\"\\%_"})
  void park_takesAnyNameForALane(String lane) {
    Storage storage = ample();
    for (String name : List.of(lane, "x".repeat(511) + "1", "x".repeat(511) + "2")) {
      putErrors(storage, 1, 2);
      List<Delivery> both = nextAll(storage);
      park(storage, both.get(0), name);
      park(storage, both.get(1), "another");
      storage.release(name);
      Delivery released = nextOne(storage);
      assertThat(id(released)).isEqualTo(id(both.get(0)));
      storage.markAsDone(released);
    }
  }

  @Test
  void settle_afterParkingDoesNothingAndIsCounted() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    Delivery delivery = nextOne(storage);
    park(storage, delivery, LANE);
    storage.markAsDone(delivery);
    park(storage, delivery, "another");
    assertThat(storage.stats().lateSettlements()).isEqualTo(2);
    assertThat(storage.stats().parked()).isEqualTo(1);
    storage.release("another");
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
    assertBooksBalance(storage, 1, 0);
  }

  @Test
  void park_doesNotKeepEventsFromBeingShed() {
    Storage storage = tight();
    List<EventId> put = putKilos(storage, 1, (int) (TIGHT / KILO / 2));
    parkAll(storage, LANE);
    long before = storage.stats().parked();
    for (int i = 0; storage.stats().parked() == before && i < TIGHT / KILO; i++) {
      assertThat(put(storage, events.event(1, DataCategory.ERROR, KILO)).shed().keySet())
          .isSubsetOf(ShedReason.OLDEST);
    }
    int gone = (int) (before - storage.stats().parked());
    assertThat(gone).isPositive();
    storage.release(LANE);
    assertThat(storage.stats().parked()).isZero();
    assertThat(ids(nextAll(storage))).startsWith(put.get(gone)).doesNotContain(put.get(0));
  }

  @Test
  void park_doesNotKeepEventsFromExpiring() {
    Storage storage = ample();
    putErrors(storage, 1, 3);
    for (Delivery delivery : nextAll(storage)) {
      storage.settle(delivery, Settlement.park(LANE, Long.MAX_VALUE));
    }
    clock.advance(MAX_AGE.plusMillis(1));
    EventId fresh = putStored(storage, events.error(1));
    storage.release(LANE);
    assertThat(ids(nextAll(storage))).containsExactly(fresh);
    assertThat(storage.stats().expired()).isEqualTo(3);
    assertThat(storage.stats().parked()).isZero();
    assertBooksBalance(storage, 4, 0);
  }

  @Test
  void park_staysWithinTheBytes() {
    Storage storage = tight();
    int put = fillUp(storage, 1).size();
    int lane = 0;
    for (Delivery delivery : nextAll(storage)) {
      park(storage, delivery, "lane " + lane++);
      assertBooksBalance(storage, put, 0);
    }
    for (int i = 0; i < lane; i++) {
      storage.release("lane " + i);
    }
    assertThat(storage.stats().parked()).isZero();
    assertThat(nextAll(storage)).hasSizeBetween(put / 4, put);
    assertBooksBalance(storage, put, 0);
  }

  private void parkAll(Storage storage, String lane) {
    nextAll(storage).forEach(delivery -> park(storage, delivery, lane));
  }

  private void park(Storage storage, Delivery delivery, String lane) {
    storage.settle(delivery, Settlement.park(lane, clock.millis() + HOUR.toMillis()));
  }
}
