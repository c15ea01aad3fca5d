/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import static dev.cyclops.storage.FallbackTrial.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.event.EventId;
import dev.cyclops.storage.ShakyStorage.Puts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FallbackStorageTest {
  private final FallbackTrial trial = new FallbackTrial();
  private final ShakyStorage primary = trial.primary;
  private final FallbackStorage storage = trial.storage;

  @Test
  void put_goesToTheStorageWhileItIsThere() {
    List<EventId> put = trial.put(1, 3);
    assertThat(ids(primary.behind.next(5, Paused.NOTHING))).isEqualTo(put);
    assertThat(storage.stats().notDurable()).isZero();
  }

  @Test
  void put_asksNothingOfAStorageThatSaysItIsAway() {
    primary.available = false;
    long since = trial.time.millis();
    trial.put(1, 3);
    assertThat(primary.asked).isEmpty();
    assertThat(trial.memory.totalSize()).isEqualTo(3);
    StorageStats stats = storage.stats();
    assertThat(stats.notDurable()).isEqualTo(3);
    assertThat(stats.notDurableHeld()).isEqualTo(3);
    assertThat(stats.notDurableSinceMillis()).isEqualTo(since);
    assertThat(storage.isAvailable()).isTrue();
    trial.assertBalance(3);
  }

  @Test
  void heldByProcess_isWhatIsKeptHereAndWhatTheStorageSays() {
    primary.outlivesTheProcess = true;
    trial.put(1, 2);
    assertThat(storage.heldByProcess()).isZero();
    primary.available = false;
    trial.put(1, 3);
    assertThat(storage.heldByProcess()).isEqualTo(3);
    primary.outlivesTheProcess = false;
    assertThat(storage.heldByProcess()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource(names = {"THROWN", "FAILED", "NULL"})
  void put_thatFailsIsKept(Puts puts) {
    primary.puts = puts;
    trial.put(1, 2);
    assertThat(primary.asked).hasSize(2);
    assertThat(trial.memory.totalSize()).isEqualTo(2);
    assertThat(storage.stats().notDurable()).isEqualTo(2);
    trial.assertBalance(2);
  }

  @Test
  void put_thatFailsLaterIsKept() {
    primary.puts = Puts.OPEN;
    CompletableFuture<PutResult> stage = storage.put(trial.event(1)).toCompletableFuture();
    assertThat(stage).isNotDone();
    trial.assertBalance(0);
    primary.answer(Puts.FAILED);
    assertThat(stage).isCompletedWithValue(PutResult.accepted());
    trial.assertBalance(1);
  }

  @Test
  void put_whoseAnswerIsLostIsKeptTwiceUnderOneId() {
    primary.puts = Puts.ANSWER_LOST;
    EventId put = trial.put(1, 1).get(0);
    assertThat(ids(trial.nextAll())).containsExactly(put, put);
  }

  @Test
  void put_thatIsRefusedForWantOfRoomIsRefused() {
    primary.puts = Puts.NO_ROOM;
    assertThat(trial.put(trial.event(1))).isEqualTo(PutResult.full());
    assertThat(trial.memory.totalSize()).isZero();
    assertThat(storage.stats().notDurable()).isZero();
  }

  @Test
  void put_givesUpInMemoryWhatThereIsNoRoomFor() {
    primary.goAway();
    AtomicInteger dropped = new AtomicInteger();
    storage.onDropped((project, key, category, reason, count) -> dropped.addAndGet(count));
    trial.put(1, 6000);
    assertThat(dropped.get()).isPositive();
    assertThat(storage.stats().shed()).isEqualTo(dropped.get());
    assertThat(storage.stats().notDurable()).isEqualTo(6000);
    trial.assertBalance(6000);
  }

  @ParameterizedTest
  @EnumSource(names = {"THROWN", "FAILED", "NULL", "ANSWER_LOST"})
  void put_isRefusedByAStrictOne(Puts puts) {
    FallbackTrial strict = new FallbackTrial(QueueOrder.OLDEST_FIRST, true);
    strict.primary.puts = puts;
    assertThat(strict.put(strict.event(1))).isEqualTo(PutResult.full());
    strict.primary.available = false;
    assertThat(strict.storage.isAvailable()).isFalse();
    assertThat(strict.put(strict.event(1))).isEqualTo(PutResult.full());
    assertThat(strict.primary.asked).hasSize(1);
    assertThat(strict.memory.totalSize()).isZero();
    assertThat(strict.storage.stats().notDurable()).isZero();
    assertThat(strict.storage.stats().notDurableSinceMillis()).isZero();
  }

  @Test
  void next_handsOutFromBothInTurn() {
    List<EventId> durable = trial.put(1, 4);
    primary.available = false;
    List<EventId> kept = trial.put(2, 4);
    List<EventId> order = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      order.addAll(ids(storage.next(1, Paused.NOTHING)));
    }
    assertThat(order)
        .containsExactlyInAnyOrder(durable.get(0), durable.get(1), kept.get(0), kept.get(1));
    assertThat(ids(storage.next(10, Paused.NOTHING)))
        .containsExactlyInAnyOrder(durable.get(2), durable.get(3), kept.get(2), kept.get(3));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.next(0, Paused.NOTHING));
  }

  @Test
  void newest_isTheNewestOfWhicheverIsAsked() {
    List<EventId> durable = trial.put(1, 2);
    primary.available = false;
    List<EventId> kept = trial.put(1, 2);
    List<Delivery> both = new ArrayList<>(storage.newest(1, Paused.NOTHING));
    both.addAll(storage.newest(1, Paused.NOTHING));
    assertThat(ids(both)).containsExactlyInAnyOrder(durable.get(1), kept.get(1));
  }

  @Test
  void settle_endsEachWhereItIs() {
    trial.put(1, 3);
    primary.available = false;
    trial.put(1, 3);
    List<Delivery> all = trial.nextAll();
    assertThat(all).hasSize(6);
    storage.renew(all);
    assertThat(primary.renewed).hasSize(3).allMatch(each -> each instanceof Lease);
    all.forEach(storage::markAsDone);
    assertThat(primary.behind.stats().done()).isEqualTo(3);
    assertThat(trial.memory.stats().done()).isEqualTo(3);
    assertThat(storage.stats().lateSettlements()).isZero();
    trial.assertBalance(6);
  }

  @Test
  void settle_isTriedAgainUntilTheStorageTakesIt() {
    trial.put(1, 3);
    List<Delivery> all = trial.nextAll();
    trial.assertBalance(3);
    primary.goAway();
    all.forEach(storage::markAsDone);
    trial.assertBalance(3);
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
    primary.comeBack();
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
    assertThat(storage.stats().done()).isEqualTo(3);
    assertThat(storage.stats().lateSettlements()).isZero();
    trial.assertBalance(3);
  }

  @Test
  void settle_isTriedAgainAtTheEnd() {
    trial.put(1, 1);
    List<Delivery> all = trial.nextAll();
    primary.goAway();
    storage.markAsDone(all.get(0));
    primary.comeBack();
    storage.close();
    assertThat(primary.behind.stats().done()).isEqualTo(1);
  }

  @Test
  void next_leasesNoMoreWhileTooManySettlementsWait() {
    trial.put(1, 700);
    List<Delivery> all = storage.next(600, Paused.NOTHING);
    primary.cut = true;
    all.forEach(storage::markAsDone);
    assertThatThrownBy(() -> storage.next(1, Paused.NOTHING)).isSameAs(ShakyStorage.AWAY);
    primary.cut = false;
    assertThat(storage.next(100, Paused.NOTHING)).hasSize(100);
    assertThat(storage.stats().done()).isEqualTo(600);
  }

  @Test
  void next_goesOnWithWhatIsKeptWhileTheStorageFails() {
    trial.put(1, 2);
    primary.goAway();
    List<EventId> kept = trial.put(2, 3);
    assertThat(ids(trial.nextAll())).isEqualTo(kept);
    primary.comeBack();
    assertThat(trial.nextAll()).hasSize(2);
  }

  @Test
  void next_failsWhereTheStorageDoesNotSayThatItIsAway() {
    primary.cut = true;
    assertThatThrownBy(() -> storage.next(1, Paused.NOTHING)).isSameAs(ShakyStorage.AWAY);
    primary.available = false;
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
  }

  @Test
  void next_isAskedOfAStorageThatTakesNothing() {
    List<EventId> held = trial.put(1, 2);
    primary.available = false;
    assertThat(ids(trial.nextAll())).isEqualTo(held);
  }

  @Test
  void release_makesReadyInBoth() {
    trial.put(1, 1);
    primary.available = false;
    trial.put(1, 1);
    trial.nextAll().forEach(d -> storage.settle(d, Settlement.park("lane", Long.MAX_VALUE)));
    assertThat(storage.stats().parked()).isEqualTo(2);
    storage.release("lane");
    assertThat(storage.stats().ready()).isEqualTo(2);
    primary.cut = true;
    trial.nextAll().forEach(d -> storage.settle(d, Settlement.park("lane", Long.MAX_VALUE)));
    assertThatThrownBy(() -> storage.release("lane")).isSameAs(ShakyStorage.AWAY);
    assertThat(trial.memory.stats().parked()).isZero();
  }

  @Test
  void stats_sayWhatWasKnownLastOfAStorageThatIsAway() {
    trial.put(1, 3);
    storage.stats();
    primary.goAway();
    trial.put(1, 2);
    assertThat(storage.stats().ready()).isEqualTo(5);
    assertThat(storage.totalSize()).isEqualTo(5);
    assertThat(storage.size(1)).isEqualTo(2);
    assertThat(storage.projects()).containsExactly(1L);
  }

  @Test
  void onReady_isToldOfBoth() {
    AtomicInteger told = new AtomicInteger();
    storage.onReady(told::incrementAndGet);
    trial.put(1, 1);
    assertThat(told.getAndSet(0)).isPositive();
    primary.goAway();
    trial.put(1, 1);
    assertThat(told.get()).isPositive();
  }

  @Test
  void close_movesWhatIsKept() {
    primary.goAway();
    List<EventId> kept = trial.put(1, 120);
    primary.comeBack();
    storage.close();
    assertThat(primary.closed).isTrue();
    assertThat(ids(primary.behind.next(200, Paused.NOTHING))).isEqualTo(kept);
    assertThat(trial.isPutRefused(trial.event(1))).isTrue();
    assertThat(storage.isAvailable()).isFalse();
  }

  @Test
  void close_leavesWhatCannotBeMoved() {
    primary.goAway();
    trial.put(1, 2);
    storage.close();
    assertThat(trial.memory.totalSize()).isEqualTo(2);
    assertThat(trial.isPutRefused(trial.event(1))).isTrue();
  }

  @Test
  void close_stopsAtTheFirstBatchThatIsNotTaken() {
    primary.goAway();
    trial.put(1, 500);
    primary.comeBack();
    primary.puts = Puts.THROWN;
    storage.close();
    assertThat(primary.asked).hasSizeLessThan(Mover.BATCH);
    assertThat(trial.memory.stats().ready()).isEqualTo(500);
  }

  /** Nobody would ever find it. */
  @Test
  void close_keepsNoPutThatFailsMeanwhile() {
    primary.puts = Puts.OPEN;
    CompletableFuture<PutResult> stage = storage.put(trial.event(1)).toCompletableFuture();
    storage.close();
    primary.answer(Puts.FAILED);
    assertThat(stage).isCompletedExceptionally();
    assertThat(trial.memory.totalSize()).isZero();
  }
}
