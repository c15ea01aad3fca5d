/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.testkit.ContractEvents.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** That the contract can be kept by a storage that is asynchronous, shared and lasting. */
class RemoteStorageTest extends SharedStorageContract {
  private final ManualClock leaseClock = new ManualClock();

  @Override
  protected RemoteStorage create(
      long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {
    return new RemoteStorage(Storage.inMemory(maxBytes, order, maxAge, clock), leaseClock);
  }

  @Override
  protected Storage reopen(Storage closed) {
    return ((RemoteStorage) closed).reopened();
  }

  @Override
  protected Duration leaseTime() {
    return RemoteStorage.LEASE_TIME;
  }

  @Override
  protected void passLeaseTime(Duration time) {
    leaseClock.advance(time);
  }

  @Override
  protected void failNextPut(Storage storage) {
    ((RemoteStorage) storage).failNextPut();
  }

  @Test
  void put_isCompleteWhenItIsCommittedAndNotBefore() {
    RemoteStorage storage = (RemoteStorage) ample();
    storage.hold();
    Event first = events.error(1);
    CompletableFuture<PutResult> one = storage.put(first).toCompletableFuture();
    CompletableFuture<PutResult> two = storage.put(events.error(1)).toCompletableFuture();
    assertThat(storage.next(10, Paused.NOTHING)).isEmpty();
    assertBooksBalance(storage, 0, 0);

    storage.commit(1);
    assertThat(await(one)).isEqualTo(PutResult.accepted());
    assertThat(two).isNotDone();
    Delivery delivery = nextOne(storage);
    assertThat(id(delivery)).isEqualTo(id(first));
    storage.markAsDone(delivery);
    assertBooksBalance(storage, 1, 1);

    storage.commit(1);
    assertThat(await(two)).isEqualTo(PutResult.accepted());
    assertThat(nextAll(storage)).hasSize(1);
  }

  @Test
  void close_commitsWhatIsOnItsWay() {
    RemoteStorage storage = (RemoteStorage) ample();
    storage.hold();
    CompletionStage<PutResult> stage = storage.put(events.error(1));
    Storage reopened = closeAndReopen(storage);
    assertThat(await(stage)).isEqualTo(PutResult.accepted());
    assertThat(nextAll(reopened)).hasSize(1);
    assertBooksBalance(reopened, 0, 0);
  }
}
