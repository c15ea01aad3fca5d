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
import dev.cyclops.storage.DeadLetters.DeadLetter;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a storage does for those who die with events in hand, where it outlives them. */
abstract class StorageLeaseContract extends StorageAsynchronyContract {
  @Test
  void lease_thatRunsOutGivesItsEventBack() {
    Storage storage = ample();
    List<EventId> put = putErrors(storage, 1, 2);
    storage.settle(nextOne(storage), Settlement.retryAt(clock.millis()));
    List<Delivery> lost = nextAll(storage);
    letSomeLeasesRunOut();
    List<Delivery> again = nextAll(storage);
    assertThat(ids(again)).isEqualTo(put);
    assertThat(again).extracting(Delivery::attempts).containsExactly(1, 0);

    storage.markAsDone(lost.get(0));
    storage.settle(lost.get(1), Settlement.deadLetter("late"));
    assertThat(storage.stats().lateSettlements()).isEqualTo(2);
    assertThat(storage.stats().leased()).isEqualTo(2);
    again.forEach(storage::markAsDone);
    assertThat(storage.stats().lateSettlements()).isEqualTo(2);
    assertBooksBalance(storage, 2, 2);
  }

  @Test
  void lease_thatIsRenewedDoesNotRunOut() {
    Storage storage = ample();
    List<EventId> put = putErrors(storage, 1, 2);
    List<Delivery> both = nextAll(storage);
    Duration time = leaseTimeOrSkip();
    for (int third = 0; third < 9; third++) {
      passLeaseTime(time.dividedBy(3));
      storage.renew(both.subList(0, 1));
    }
    assertThat(ids(nextAll(storage))).containsExactly(put.get(1));
    storage.markAsDone(both.get(0));
    storage.markAsDone(both.get(1));
    assertThat(storage.stats().lateSettlements()).isEqualTo(1);
    assertBooksBalance(storage, 2, 1);
  }

  @Test
  void lease_lastsItsTime() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    Delivery delivery = nextOne(storage);
    leaseTime().ifPresent(time -> passLeaseTime(time.dividedBy(2)));
    clock.advance(MAX_AGE.dividedBy(2));
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
    storage.markAsDone(delivery);
    assertThat(storage.stats().lateSettlements()).isZero();
    assertBooksBalance(storage, 1, 1);
  }

  @Test
  void renew_ofWhatHasEndedDoesNothing() {
    Storage storage = ample();
    List<EventId> put = putErrors(storage, 1, 2);
    List<Delivery> both = nextAll(storage);
    storage.markAsDone(both.get(0));
    storage.settle(both.get(1), Settlement.giveBack());
    storage.renew(both);
    storage.renew(List.of());
    assertThat(ids(nextAll(storage))).containsExactly(put.get(1));
    assertThat(storage.stats().lateSettlements()).isZero();
    assertBooksBalance(storage, 2, 1);
  }

  @Test
  void renew_doesNotRestoreWhatRanOut() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    Delivery lost = nextOne(storage);
    letSomeLeasesRunOut();
    Delivery again = nextOne(storage);
    storage.renew(List.of(lost));
    storage.markAsDone(lost);
    assertThat(storage.stats().lateSettlements()).isEqualTo(1);
    storage.markAsDone(again);
    assertBooksBalance(storage, 1, 1);
  }

  @Test
  void reopen_findsEverythingAsItWas() {
    Storage storage = ample();
    List<EventId> put = putErrors(storage, 1, 6);
    List<Delivery> five = storage.next(5, Paused.NOTHING);
    long hence = clock.millis() + Duration.ofMinutes(1).toMillis();
    storage.markAsDone(five.get(0));
    storage.settle(five.get(1), Settlement.retryAt(hence));
    storage.settle(five.get(2), Settlement.park("lane", Long.MAX_VALUE));
    storage.settle(five.get(3), Settlement.giveBack());
    EventId other = putStored(storage, events.error(2));

    Storage reopened = closeAndReopen(storage);
    letLeasesRunOut();
    assertThat(ids(nextAll(reopened)))
        .containsExactlyInAnyOrder(put.get(3), put.get(4), put.get(5), other)
        .containsSubsequence(put.subList(3, 6));
    assertThat(reopened.stats().recovered()).isEqualTo(6);
    assertThat(reopened.stats().done()).isZero();
    assertThat(reopened.stats().delayed()).isEqualTo(1);
    assertThat(reopened.stats().parked()).isEqualTo(1);
    assertBooksBalance(reopened, 0, 0);
    reopened.release("lane");
    assertThat(id(nextOne(reopened))).isEqualTo(put.get(2));
    clock.advance(Duration.ofMinutes(1));
    Delivery retried = nextOne(reopened);
    assertThat(id(retried)).isEqualTo(put.get(1));
    assertThat(retried.attempts()).isEqualTo(1);
    reopened.markAsDone(retried);
    assertBooksBalance(reopened, 0, 1);
  }

  @Test
  void reopen_keepsTheOrderAcrossTheEnd() {
    Storage storage = storage(AMPLE, QueueOrder.NEWEST_FIRST);
    List<EventId> put = putErrors(storage, 1, 2);
    Storage reopened = closeAndReopen(storage);
    EventId fresh = putStored(reopened, events.error(1));
    assertThat(ids(nextAll(reopened))).containsExactly(fresh, put.get(1), put.get(0));
    assertThat(reopened.stats().recovered()).isEqualTo(2);
    assertBooksBalance(reopened, 1, 0);
  }

  @Test
  void reopen_doesNotMakeEventsYounger() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    clock.advance(MAX_AGE.dividedBy(2));
    Storage reopened = closeAndReopen(storage);
    clock.advance(MAX_AGE.dividedBy(2));
    assertThat(reopened.next(1, Paused.NOTHING)).isEmpty();
    assertThat(reopened.stats().expired()).isEqualTo(1);
    assertBooksBalance(reopened, 0, 0);
  }

  @Test
  void reopen_keepsDeadLetters() {
    Storage storage = ample();
    putErrors(storage, 1, 2);
    nextAll(storage).forEach(each -> storage.settle(each, Settlement.deadLetter("status 400")));
    List<DeadLetter> dead = StorageDeadLetterContract.keptDeadLetters(storage);
    Storage reopened = closeAndReopen(storage);
    List<DeadLetter> kept = reopened.deadLetters().list(10);
    assertThat(kept).extracting(DeadLetter::id).isEqualTo(parts(dead, DeadLetter::id));
    assertThat(kept).extracting(DeadLetter::reason).containsOnly("status 400");
    assertThat(kept)
        .extracting(DeadLetter::diedAtMillis)
        .isEqualTo(parts(dead, DeadLetter::diedAtMillis));
    assertThat(reopened.stats().recovered()).isEqualTo(2);
    assertThat(reopened.stats().deadTotal()).isEqualTo(2);
    assertThat(reopened.deadLetters().retry(kept.get(0).id())).isTrue();
    assertBooksBalance(reopened, 0, 0);
    reopened.markAsDone(nextOne(reopened));
    assertThat(reopened.deadLetters().drop(kept.get(1).id())).isTrue();
    assertBooksBalance(reopened, 0, 1);
  }

  private static <T> List<T> parts(List<DeadLetter> letters, Function<DeadLetter, T> part) {
    return letters.stream().map(part).toList();
  }

  private Duration leaseTimeOrSkip() {
    assumeThat(leaseTime()).as("leases run out").isPresent();
    return leaseTime().orElseThrow();
  }

  private void letSomeLeasesRunOut() {
    passLeaseTime(leaseTimeOrSkip().multipliedBy(2));
  }
}
