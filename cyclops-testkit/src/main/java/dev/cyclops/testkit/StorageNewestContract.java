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
import dev.cyclops.storage.Storage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code newest} hands out: what is tried first when Sentry was away. */
abstract class StorageNewestContract extends StorageDeliveryContract {
  @ParameterizedTest
  @EnumSource
  void newest_handsOutTheNewestWhateverTheOrder(QueueOrder order) {
    Storage storage = storage(AMPLE, order);
    List<EventId> put = putErrors(storage, 1, 5);
    assertThat(ids(storage.newest(1, Paused.NOTHING))).containsExactly(put.get(4));
    assertThat(ids(storage.newest(2, Paused.NOTHING))).containsExactly(put.get(3), put.get(2));
    assertThat(ids(storage.newest(10, Paused.NOTHING))).containsExactly(put.get(1), put.get(0));
    assertThat(storage.newest(10, Paused.NOTHING)).isEmpty();
  }

  @Test
  void newest_leavesTheOrderOfTheOthers() {
    Storage storage = ample();
    List<EventId> put = putErrors(storage, 1, 5);
    assertThat(ids(storage.newest(1, Paused.NOTHING))).containsExactly(put.get(4));
    assertThat(ids(nextAll(storage))).isEqualTo(put.subList(0, 4));
  }

  @Test
  void newest_isLeasedLikeAnyOther() {
    Storage storage = ample();
    List<EventId> put = putErrors(storage, 1, 2);
    Delivery probe = storage.newest(1, Paused.NOTHING).get(0);
    assertThat(storage.stats().leased()).isEqualTo(1);
    assertThat(ids(nextAll(storage))).containsExactly(put.get(0));
    storage.settle(probe, Settlement.giveBack());
    storage.markAsDone(probe);
    assertThat(storage.stats().lateSettlements()).isEqualTo(1);
    assertThat(ids(storage.newest(1, Paused.NOTHING))).containsExactly(put.get(1));
    assertBooksBalance(storage, 2, 0);
  }

  @Test
  void newest_findsTheNewestAmongCategoriesAndThoseGivenBack() {
    Storage storage = ample();
    putErrors(storage, 1, 2);
    EventId session = putStored(storage, events.event(1, DataCategory.SESSION, 100));
    EventId error = putStored(storage, events.error(1));
    Delivery first = storage.newest(1, Paused.NOTHING).get(0);
    assertThat(id(first)).isEqualTo(error);
    Delivery second = storage.newest(1, Paused.NOTHING).get(0);
    assertThat(id(second)).isEqualTo(session);
    storage.settle(second, Settlement.giveBack());
    storage.settle(first, Settlement.giveBack());
    assertThat(ids(storage.newest(2, Paused.NOTHING))).containsExactly(error, session);
  }

  @Test
  void newest_skipsWhatIsPausedAndWhatWaits() {
    Storage storage = ample();
    EventId error = putStored(storage, events.error(1));
    putStored(storage, events.event(1, DataCategory.SESSION, 100));
    EventId late = putStored(storage, events.error(1));
    storage.settle(storage.newest(1, Paused.NOTHING).get(0), Settlement.retryAt(Long.MAX_VALUE));
    Paused sessions = (project, category) -> category == DataCategory.SESSION;
    assertThat(ids(storage.newest(5, sessions))).containsExactly(error).doesNotContain(late);
    assertThat(storage.newest(5, (project, category) -> true)).isEmpty();
  }

  @Test
  void newest_letsProjectsTakeTurns() {
    Storage storage = ample();
    List<EventId> one = putErrors(storage, 1, 3);
    List<EventId> two = putErrors(storage, 2, 3);
    assertThat(ids(storage.newest(2, Paused.NOTHING)))
        .containsExactlyInAnyOrder(one.get(2), two.get(2));
  }
}
