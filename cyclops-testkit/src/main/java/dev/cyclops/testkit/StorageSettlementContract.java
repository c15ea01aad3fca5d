/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.testkit.ContractEvents.id;
import static dev.cyclops.testkit.ContractEvents.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cyclops.event.EventId;
import dev.cyclops.storage.DeadLetters;
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
abstract class StorageSettlementContract extends StorageDeliveryContract {
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

  @Test
  void settle_deadLetterIsSentNoMore() {
    Storage storage = ample();
    putErrors(storage, 1, 2);
    storage.settle(nextOne(storage), Settlement.deadLetter("status 400"));
    assertThat(storage.totalSize()).isEqualTo(1);
    assertThat(storage.stats().deadTotal()).isEqualTo(1);
    assertThat(nextAll(storage)).hasSize(1);
    assertBooksBalance(storage, 2, 0);
  }

  @Test
  void deadLetters_areListedNewestFirst() {
    Storage storage = ample();
    List<EventId> put = putErrors(storage, 1, 3);
    bury(storage, 3);
    List<DeadLetters.DeadLetter> dead = keptDeadLetters(storage);
    assertThat(dead)
        .extracting(letter -> id(letter.event()))
        .containsExactly(put.get(2), put.get(1), put.get(0));
    assertThat(dead.get(0).reason()).isEqualTo("status 400");
    assertThat(dead.get(0).event().body()).hasSize(100);
    assertThat(storage.deadLetters().list(2)).hasSize(2);
    assertThat(storage.stats().dead()).isEqualTo(3);
  }

  @Test
  void deadLetters_areListedPageByPage() {
    Storage storage = ample();
    putErrors(storage, 1, 5);
    bury(storage, 5);
    List<DeadLetters.DeadLetter> all = keptDeadLetters(storage);
    DeadLetters dead = storage.deadLetters();
    assertThat(dead.list(2, all.get(0).id())).isEqualTo(all.subList(1, 3));
    assertThat(dead.list(9, all.get(2).id())).isEqualTo(all.subList(3, 5));
    assertThat(dead.list(1, all.get(4).id())).isEmpty();
    assertThat(dead.list(1, "no-such-id")).isEmpty();
  }

  @Test
  void deadLetters_areFoundById() {
    Storage storage = ample();
    putErrors(storage, 1, 2);
    bury(storage, 2);
    DeadLetters.DeadLetter letter = keptDeadLetters(storage).get(1);
    assertThat(storage.deadLetters().find(letter.id())).contains(letter);
    storage.deadLetters().drop(letter.id());
    assertThat(storage.deadLetters().find(letter.id())).isEmpty();
    assertThat(storage.deadLetters().find("no-such-id")).isEmpty();
  }

  @Test
  void deadLetters_retryMakesOneReadyAgain() {
    Storage storage = ample();
    putErrors(storage, 1, 2);
    bury(storage, 2);
    DeadLetters.DeadLetter letter = keptDeadLetters(storage).get(0);
    assertThat(storage.deadLetters().retry(letter.id())).isTrue();
    assertThat(storage.deadLetters().retry(letter.id())).isFalse();
    assertThat(storage.deadLetters().drop(letter.id())).isFalse();
    assertThat(storage.stats().dead()).isEqualTo(1);
    assertBooksBalance(storage, 2, 0);
    assertThat(ids(nextAll(storage))).containsExactly(id(letter.event()));
  }

  @Test
  void deadLetters_dropForgetsOne() {
    Storage storage = ample();
    putErrors(storage, 1, 2);
    bury(storage, 2);
    String id = keptDeadLetters(storage).get(1).id();
    assertThat(storage.deadLetters().drop(id)).isTrue();
    assertThat(storage.deadLetters().drop(id)).isFalse();
    assertThat(storage.deadLetters().retry(id)).isFalse();
    assertThat(storage.stats().dead()).isEqualTo(1);
    assertThat(storage.stats().deadTotal()).isEqualTo(2);
    assertThat(storage.next(10, Paused.NOTHING)).isEmpty();
    assertBooksBalance(storage, 2, 0);
  }

  private void bury(Storage storage, int count) {
    for (int i = 0; i < count; i++) {
      storage.settle(nextOne(storage), Settlement.deadLetter("status 400"));
      clock.advance(Duration.ofMillis(1));
    }
  }

  /** All that are kept; a storage may keep none, and then has nothing to prove here. */
  private static List<DeadLetters.DeadLetter> keptDeadLetters(Storage storage) {
    List<DeadLetters.DeadLetter> dead = storage.deadLetters().list(100);
    if (storage.stats().dead() == 0) {
      assertThat(dead).isEmpty();
    }
    assumeThat(dead).isNotEmpty();
    return dead;
  }
}
