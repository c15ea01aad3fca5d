/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.testkit.ContractEvents.id;
import static dev.cyclops.testkit.ContractEvents.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How deliveries end. */
abstract class StorageSettlementContract extends StorageNewestContract {
  private static final Duration PAUSE = Duration.ofSeconds(30);

  @Test
  void settle_doneEndsIt() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    storage.settle(nextOne(storage), Settlement.done());
    clock.advance(Duration.ofHours(1));
    assertThat(storage.next(10, Paused.NOTHING)).isEmpty();
    assertBooksBalance(storage, 1, 1);
  }

  @Test
  void settle_secondTimeDoesNothingAndIsCounted() {
    Storage storage = ample();
    putErrors(storage, 1, 2);
    Delivery delivery = nextOne(storage);
    storage.markAsDone(delivery);
    storage.settle(delivery, Settlement.giveBack());
    storage.settle(delivery, Settlement.retryAt(0));
    storage.settle(delivery, Settlement.deadLetter("late"));
    assertThat(storage.stats().lateSettlements()).isEqualTo(3);
    assertThat(ids(nextAll(storage))).hasSize(1).doesNotContain(id(delivery));
    assertBooksBalance(storage, 2, 1);
  }

  @Test
  void settle_doesNotEndALaterLeaseOfTheSameEvent() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    Delivery first = nextOne(storage);
    storage.settle(first, Settlement.retryAt(clock.millis()));
    Delivery second = nextOne(storage);
    assertThat(id(second)).isEqualTo(id(first));
    assertThat(first.attempts()).isZero();
    assertThat(second.attempts()).isEqualTo(1);

    storage.settle(first, Settlement.giveBack());
    assertThat(storage.stats().lateSettlements()).isEqualTo(1);
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
    storage.markAsDone(second);
    assertThat(storage.stats().lateSettlements()).isEqualTo(1);
    assertBooksBalance(storage, 1, 1);
  }

  @Test
  void settle_retryIsHeldUntilItsTimeAndCountsAsAnAttempt() {
    Storage storage = ample();
    EventId id = putStored(storage, events.error(1));
    for (int attempts = 1; attempts <= 3; attempts++) {
      storage.settle(nextOne(storage), Settlement.retryAt(clock.millis() + PAUSE.toMillis()));
      assertThat(storage.stats().delayed()).isEqualTo(1);
      assertThat(storage.totalSize()).isEqualTo(1);
      clock.advance(PAUSE.minusMillis(1));
      assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
      clock.advance(Duration.ofMillis(1));
      Delivery again = nextOne(storage);
      assertThat(id(again)).isEqualTo(id);
      assertThat(again.attempts()).isEqualTo(attempts);
      storage.settle(again, Settlement.giveBack());
    }
    assertBooksBalance(storage, 1, 0);
  }

  @Test
  void settle_postponedIsHeldAndDoesNotCountAsAnAttempt() {
    Storage storage = ample();
    EventId id = putStored(storage, events.error(1));
    storage.settle(nextOne(storage), Settlement.postponeTo(clock.millis() + PAUSE.toMillis()));
    clock.advance(PAUSE.minusMillis(1));
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    Delivery again = nextOne(storage);
    assertThat(id(again)).isEqualTo(id);
    assertThat(again.attempts()).isZero();
  }

  @Test
  void settle_delayedOnesHoldUpNoOthers() {
    Storage storage = ample();
    List<EventId> put = putErrors(storage, 1, 3);
    storage.settle(nextOne(storage), Settlement.retryAt(clock.millis() + PAUSE.toMillis()));
    assertThat(ids(nextAll(storage))).isEqualTo(put.subList(1, 3));
  }

  @ParameterizedTest
  @EnumSource
  void settle_givenBackTakesItsPlaceByAge(QueueOrder order) {
    Storage storage = storage(AMPLE, order);
    putErrors(storage, 1, 5);
    List<Delivery> firstTwo = storage.next(2, Paused.NOTHING);
    List<Delivery> others = storage.next(1, Paused.NOTHING);
    storage.settle(firstTwo.get(1), Settlement.giveBack());
    storage.settle(others.get(0), Settlement.giveBack());
    storage.settle(firstTwo.get(0), Settlement.giveBack());

    List<Delivery> again = storage.next(3, Paused.NOTHING);
    assertThat(ids(again))
        .containsExactly(id(firstTwo.get(0)), id(firstTwo.get(1)), id(others.get(0)));
    assertThat(again).allSatisfy(delivery -> assertThat(delivery.attempts()).isZero());
  }

  @Test
  void settle_givenBackKeepsItsAttempts() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    storage.settle(nextOne(storage), Settlement.retryAt(clock.millis()));
    storage.settle(nextOne(storage), Settlement.giveBack());
    assertThat(nextOne(storage).attempts()).isEqualTo(1);
  }
}
