/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.testkit.ContractEvents.id;
import static dev.cyclops.testkit.ContractEvents.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.DeadLetters;
import dev.cyclops.storage.DeadLetters.DeadLetter;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The events that Sentry refused for good, where a storage keeps them. */
abstract class StorageDeadLetterContract extends StorageParkingContract {
  private static final Duration KEPT_FOR = Duration.ofHours(24);
  private static final long KEPT_BYTES = 64 << 20;
  private static final List<String> ODD_IDS =
      List.of("", "-1", "x", "0x1", "00", " 1", "1 ", "\u0661", "9".repeat(30), "a".repeat(1000));

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
    long firstDeath = clock.millis();
    List<Delivery> all = nextAll(storage);
    for (int i : new int[] {2, 0, 1}) {
      storage.settle(all.get(i), Settlement.deadLetter("status 40" + i));
      clock.advance(Duration.ofMillis(1));
    }
    List<DeadLetter> dead = keptDeadLetters(storage);
    assertThat(dead)
        .extracting(letter -> id(letter.event()))
        .containsExactly(put.get(1), put.get(0), put.get(2));
    assertThat(dead)
        .extracting(DeadLetter::reason)
        .containsExactly("status 401", "status 400", "status 402");
    assertThat(dead)
        .extracting(DeadLetter::diedAtMillis)
        .containsExactly(firstDeath + 2, firstDeath + 1, firstDeath);
    assertThat(dead.get(0).event().body()).hasSize(100);
    assertThat(storage.deadLetters().list(2)).hasSize(2).isEqualTo(dead.subList(0, 2));
    assertThat(storage.stats().dead()).isEqualTo(3);
    assertThatIllegalArgumentException().isThrownBy(() -> storage.deadLetters().list(0));
  }

  @Test
  void deadLetters_areListedPageByPage() {
    Storage storage = ample();
    putErrors(storage, 1, 5);
    bury(storage, 5);
    List<DeadLetter> all = keptDeadLetters(storage);
    DeadLetters dead = storage.deadLetters();
    assertThat(dead.list(2, all.get(0).id())).isEqualTo(all.subList(1, 3));
    assertThat(dead.list(9, all.get(2).id())).isEqualTo(all.subList(3, 5));
    assertThat(dead.list(1, all.get(4).id())).isEmpty();
    assertThat(dead.list(1, "no-such-id")).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> dead.list(0, all.get(0).id()));
  }

  @Test
  void deadLetters_areFoundById() {
    Storage storage = ample();
    putErrors(storage, 1, 2);
    bury(storage, 2);
    DeadLetter letter = keptDeadLetters(storage).get(1);
    assertThat(storage.deadLetters().find(letter.id())).contains(letter);
    assertThat(storage.deadLetters().drop(letter.id())).isTrue();
    assertThat(storage.deadLetters().find(letter.id())).isEmpty();
    assertThat(ODD_IDS).allSatisfy(id -> assertThat(storage.deadLetters().find(id)).isEmpty());
  }

  @Test
  void deadLetters_haveIdsOfTheirOwn() {
    Storage storage = ample();
    putErrors(storage, 1, 5);
    bury(storage, 5);
    List<DeadLetter> dead = keptDeadLetters(storage);
    assertThat(dead).extracting(DeadLetter::id).doesNotHaveDuplicates();
    assertThat(dead).allSatisfy(letter -> assertThat(letter.id()).matches("[A-Za-z0-9-]{1,64}"));
    assertThat(storage.deadLetters().list(100)).isEqualTo(dead);
  }

  @Test
  void deadLetters_doNotKnowOddIds() {
    Storage storage = ample();
    putErrors(storage, 1, 12);
    bury(storage, 12);
    List<String> ids = keptDeadLetters(storage).stream().map(DeadLetter::id).toList();
    for (String odd : ODD_IDS) {
      assertThat(storage.deadLetters().retry(odd)).as("%s", odd).isFalse();
      assertThat(storage.deadLetters().drop(odd)).as("%s", odd).isFalse();
    }
    assertThat(storage.deadLetters().list(100)).extracting(DeadLetter::id).isEqualTo(ids);
    assertBooksBalance(storage, 12, 0);
  }

  @Test
  void deadLetters_retryMakesOneReadyAgain() {
    Storage storage = ample();
    putErrors(storage, 1, 2);
    bury(storage, 2);
    DeadLetter letter = keptDeadLetters(storage).get(0);
    assertThat(storage.deadLetters().retry(letter.id())).isTrue();
    assertThat(storage.deadLetters().retry(letter.id())).isFalse();
    assertThat(storage.deadLetters().drop(letter.id())).isFalse();
    assertThat(storage.stats().dead()).isEqualTo(1);
    assertThat(storage.stats().deadTotal()).isEqualTo(1);
    assertBooksBalance(storage, 2, 0);
    List<Delivery> again = nextAll(storage);
    assertThat(ids(again)).containsExactly(id(letter.event()));
    storage.markAsDone(again.get(0));
    assertBooksBalance(storage, 2, 1);
  }

  @Test
  void deadLetters_retryIsAsIfItHadJustArrived() {
    Storage storage = ample();
    EventId id = putStored(storage, events.error(1));
    long arrivedAt = clock.millis();
    for (int i = 0; i < 3; i++) {
      storage.settle(nextOne(storage), Settlement.retryAt(clock.millis()));
    }
    clock.advance(Duration.ofHours(20));
    bury(storage, 1);
    clock.advance(Duration.ofHours(10));
    EventId other = putStored(storage, events.error(1));
    DeadLetter letter = keptDeadLetters(storage).get(0);
    assertThat(storage.deadLetters().retry(letter.id())).isTrue();

    clock.advance(MAX_AGE.minusMinutes(1));
    List<Delivery> all = nextAll(storage);
    assertThat(ids(all)).containsExactly(other, id);
    Delivery again = all.get(1);
    assertThat(again.attempts()).isZero();
    assertThat(again.event().arrivedAtMillis()).isEqualTo(arrivedAt);
    storage.settle(again, Settlement.giveBack());
    clock.advance(Duration.ofMinutes(2));
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
    assertThat(storage.stats().expired()).isEqualTo(1);
    assertBooksBalance(storage, 2, 0);
  }

  @Test
  void deadLetters_mayDieTwice() {
    Storage storage = ample();
    putErrors(storage, 1, 1);
    bury(storage, 1);
    DeadLetter first = keptDeadLetters(storage).get(0);
    clock.advance(Duration.ofHours(23));
    assertThat(storage.deadLetters().retry(first.id())).isTrue();
    bury(storage, 1);
    clock.advance(Duration.ofHours(23));
    DeadLetter second = keptDeadLetters(storage).get(0);
    assertThat(id(second.event())).isEqualTo(id(first.event()));
    assertThat(second.diedAtMillis()).isEqualTo(first.diedAtMillis() + 1 + 23 * 3_600_000L);
    assertThat(storage.stats().deadTotal()).isEqualTo(1);
    assertThat(storage.deadLetters().drop(second.id())).isTrue();
    assertBooksBalance(storage, 1, 0);
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

  @Test
  void deadLetters_areForgottenADayAfterTheirDeath() {
    Storage storage = ample();
    putErrors(storage, 1, 2);
    clock.advance(Duration.ofHours(20));
    bury(storage, 1);
    clock.advance(Duration.ofHours(1));
    bury(storage, 1);
    List<DeadLetter> dead = keptDeadLetters(storage);
    assertThat(dead).hasSize(2);

    clock.advance(KEPT_FOR.minusHours(1).minusMillis(2));
    assertThat(storage.deadLetters().list(10)).isEqualTo(dead);
    clock.advance(Duration.ofMillis(2));
    assertThat(storage.stats().dead()).isEqualTo(1);
    assertThat(storage.deadLetters().retry(dead.get(1).id())).isFalse();
    assertThat(storage.deadLetters().drop(dead.get(1).id())).isFalse();
    assertThat(storage.deadLetters().list(10)).isEqualTo(dead.subList(0, 1));
    clock.advance(KEPT_FOR);
    assertThat(storage.deadLetters().list(10)).isEmpty();
    assertThat(storage.stats().deadTotal()).isEqualTo(2);
    assertThat(storage.stats().expired()).isZero();
    assertBooksBalance(storage, 2, 0);
  }

  @Test
  void deadLetters_areForgottenWhenTheyAreTooMany() {
    Storage storage = storage(4 * KEPT_BYTES, QueueOrder.OLDEST_FIRST);
    int size = 4 << 20;
    int count = (int) (KEPT_BYTES / size) + 2;
    EventId last = null;
    for (int i = 0; i < count; i++) {
      last = putStored(storage, events.event(1, DataCategory.ATTACHMENT, size));
      bury(storage, 1);
    }
    List<DeadLetter> dead = keptDeadLetters(storage);
    assertThat(dead.stream().mapToLong(letter -> letter.event().body().length).sum())
        .isLessThanOrEqualTo(KEPT_BYTES);
    assertThat(id(dead.get(0).event())).isEqualTo(last);
    assertThat(storage.stats().dead()).isEqualTo(dead.size());
    assertThat(storage.stats().deadTotal()).isEqualTo(count);
    assertBooksBalance(storage, count, 0);
  }

  @Test
  void deadLetters_retryFindsNoRoomOrKeepsTheBound() {
    Storage storage = tight();
    putErrors(storage, 2, 1);
    bury(storage, 1);
    List<DeadLetter> dead = keptDeadLetters(storage);
    int put = fillUp(storage, 1).size();
    List<Delivery> inHand = nextAll(storage);
    boolean retried = storage.deadLetters().retry(dead.get(0).id());
    assertThat(storage.size(2)).isEqualTo(retried ? 1 : 0);
    assertThat(storage.stats().shed()).isZero();
    inHand.forEach(storage::markAsDone);
    assertBooksBalance(storage, put + 1, put);
  }

  private void bury(Storage storage, int count) {
    for (int i = 0; i < count; i++) {
      storage.settle(nextOne(storage), Settlement.deadLetter("status 400"));
      clock.advance(Duration.ofMillis(1));
    }
  }

  /** All that are kept. */
  static List<DeadLetter> keptDeadLetters(Storage storage) {
    List<DeadLetter> dead = storage.deadLetters().list(100);
    assertThat(dead).isNotEmpty();
    return dead;
  }
}
