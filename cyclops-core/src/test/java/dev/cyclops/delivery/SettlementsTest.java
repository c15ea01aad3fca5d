/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Events;
import dev.cyclops.ManualTime;
import dev.cyclops.StorageBehind;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import dev.cyclops.trace.Traces;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementsTest {
  private final ManualTime time = new ManualTime();
  private final StorageBehind storage =
      new StorageBehind(
          Storage.inMemory(1 << 20, QueueOrder.OLDEST_FIRST, Duration.ofDays(1), time));
  private final Faults faults = new Faults();
  private final Settlements settlements =
      new Settlements(storage, faults, new Traces(Clock.systemUTC()));

  private List<Delivery> lease(int count) {
    for (int i = 0; i < count; i++) {
      storage.put(Events.accepted("e" + i, time));
    }
    return storage.next(count, Paused.NOTHING);
  }

  @Test
  void retry_endsWhatTheStorageWouldNotTake() {
    List<Delivery> deliveries = lease(3);
    storage.onSettle = new IllegalStateException("settle");
    deliveries.forEach(delivery -> settlements.settle(delivery, Settlement.done()));
    assertThat(faults.count()).isEqualTo(3);
    settlements.retry();
    // It gives up at the first.
    assertThat(faults.count()).isEqualTo(4);
    assertThat(settlements.isEmpty()).isFalse();

    storage.onSettle = null;
    settlements.retry();
    assertThat(settlements.isEmpty()).isTrue();
    assertThat(storage.stats().done()).isEqualTo(3);
    assertThat(storage.stats().lateSettlements()).isZero();
  }

  @Test
  void retry_doesNotLetOneThatFailsHoldUpTheOthers() {
    List<Delivery> deliveries = lease(3);
    storage.onSettle = new IllegalStateException("settle");
    deliveries.forEach(delivery -> settlements.settle(delivery, Settlement.done()));
    storage.onSettle = null;
    storage.unsettled = deliveries.get(0);
    settlements.retry();
    settlements.retry();

    assertThat(storage.stats().done()).isEqualTo(2);
    assertThat(storage.stats().leased()).isEqualTo(1);
  }

  @Test
  void isFull_whenTooManyWait() {
    List<Delivery> deliveries = lease(256);
    storage.onSettle = new IllegalStateException("settle");
    deliveries.subList(0, 255).forEach(one -> settlements.settle(one, Settlement.done()));
    assertThat(settlements.isFull()).isFalse();
    settlements.settle(deliveries.get(255), Settlement.done());
    assertThat(settlements.isFull()).isTrue();
  }

  @Test
  void renew_keepsWhatIsInHandAndWhatCouldNotBeSettled() {
    List<Delivery> deliveries = lease(2);
    storage.onSettle = new IllegalStateException("settle");
    settlements.settle(deliveries.get(0), Settlement.done());
    settlements.renew(new ArrayList<>(deliveries.subList(1, 2)));

    assertThat(storage.renewed).containsExactlyInAnyOrderElementsOf(deliveries);
  }

  @Test
  void renew_ofNothingAsksForNothing() {
    settlements.renew(new ArrayList<>());

    assertThat(storage.renewed).isEmpty();
  }
}
