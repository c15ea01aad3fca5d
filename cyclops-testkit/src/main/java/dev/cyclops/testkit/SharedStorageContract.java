/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.testkit.ContractEvents.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Storage} keeps to that several instances share: all of {@link
 * LastingStorageContract}; and what an instance had in hand that died is handed out once more.
 */
public abstract class SharedStorageContract extends LastingStorageContract {
  /** For JUnit. */
  protected SharedStorageContract() {}

  /**
   * How long a lease lasts that nobody renews.
   *
   * @return above 0, best short
   */
  protected abstract Duration leaseTime();

  /**
   * Lets time pass for leases, and for nothing else: moves the clock that they are measured by, or
   * waits. A lease must not end before its time, and has to be over when twice its time has passed.
   *
   * @param time how much, above 0
   */
  protected abstract void passLeaseTime(Duration time);

  @Override
  final void letLeasesRunOut() {
    passLeaseTime(leaseTime().multipliedBy(2));
  }

  @Test
  void lease_thatRunsOutGivesItsEventBack() {
    Storage storage = ample();
    List<EventId> put = putErrors(storage, 1, 2);
    storage.settle(nextOne(storage), Settlement.retryAt(clock.millis()));
    List<Delivery> lost = nextAll(storage);
    letLeasesRunOut();
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
    Duration time = leaseTime();
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
  void renew_doesNotRestoreWhatRanOut() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    Delivery lost = nextOne(storage);
    letLeasesRunOut();
    Delivery again = nextOne(storage);
    storage.renew(List.of(lost));
    storage.markAsDone(lost);
    assertThat(storage.stats().lateSettlements()).isEqualTo(1);
    storage.markAsDone(again);
    assertBooksBalance(storage, 1, 1);
  }

  @Test
  void lease_doesNotRunOutBeforeItsTime() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    Delivery delivery = nextOne(storage);
    passLeaseTime(leaseTime().dividedBy(2));
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
    storage.markAsDone(delivery);
    assertThat(storage.stats().lateSettlements()).isZero();
    assertBooksBalance(storage, 1, 1);
  }
}
