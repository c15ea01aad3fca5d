/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.testkit.ContractEvents.id;
import static dev.cyclops.testkit.ContractEvents.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.DeadLetters.DeadLetter;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Storage} keeps to that outlives its process, on a disk or in a server: all of
 * {@link StorageContract}; and what was acknowledged is found again, as it was.
 */
public abstract class LastingStorageContract extends StorageContract {
  /** For JUnit. */
  protected LastingStorageContract() {}

  /**
   * Opens once more what has just been closed, with the parameters it was created with, as the next
   * process would.
   *
   * @param closed what {@link #create} made
   * @return the storage
   */
  protected abstract Storage reopen(Storage closed);

  /**
   * Lets the next put fail as it would when disk or network fail: with an exception, thrown or in
   * its stage, and nothing stored.
   *
   * @param storage what {@link #create} made
   */
  protected abstract void failNextPut(Storage storage);

  /** Leases of a process that has ended last no longer than it did, unless others may hold some. */
  void letLeasesRunOut() {}

  final Storage closeAndReopen(Storage storage) {
    close(storage);
    return closing(reopen(storage));
  }

  @Test
  void put_thatFailsStoresNothing() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    failNextPut(storage);
    CompletionStage<PutResult> failed = tryToPut(storage, events.error(1));
    assertThat(isStored(failed)).isFalse();
    putErrors(storage, 1, 1);
    assertThat(nextAll(storage)).hasSize(2);
    assertBooksBalance(storage, 2, 0);
  }

  @Test
  void close_losesNothingThatWasAcknowledged() {
    Storage storage = ample();
    List<Event> events = someEvents();
    List<CompletionStage<PutResult>> stages = events.stream().map(storage::put).toList();
    Storage reopened = closeAndReopen(storage);
    Set<EventId> acknowledged = new HashSet<>();
    for (int i = 0; i < events.size(); i++) {
      if (isStored(stages.get(i))) {
        acknowledged.add(id(events.get(i)));
      }
    }
    List<EventId> held = ids(nextAll(reopened));
    assertThat(held).doesNotHaveDuplicates().containsAll(acknowledged);
    assertThat(reopened.stats().recovered()).isEqualTo(held.size());
    assertBooksBalance(reopened, 0, 0);
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
}
