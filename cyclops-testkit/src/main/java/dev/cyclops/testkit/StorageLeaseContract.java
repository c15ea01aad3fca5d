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
import java.util.List;
import org.junit.jupiter.api.Test;

/** That an event in hand stays in hand. */
abstract class StorageLeaseContract extends StorageAsynchronyContract {
  @Test
  void lease_lastsItsTime() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    Delivery delivery = nextOne(storage);
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
}
