/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import static dev.cyclops.storage.FallbackTrial.ids;
import static dev.cyclops.storage.FallbackTrial.idsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.ShakyStorage.Puts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoverTest {
  private static final Duration BATCH_TIME = Duration.ofNanos(Mover.BATCH_NANOS);

  private final FallbackTrial trial = new FallbackTrial(QueueOrder.NEWEST_FIRST, false);
  private final ShakyStorage primary = trial.primary;

  /** Events kept in memory, of a storage that is back now. */
  private List<EventId> keep(int count) {
    primary.goAway();
    List<EventId> kept = trial.put(1, count);
    trial.moveFor(Duration.ofSeconds(1));
    primary.comeBack();
    primary.asked.clear();
    return kept;
  }

  @Test
  void turn_hasNothingToDoWhileNothingIsKept() {
    trial.put(1, 3);
    assertThat(trial.storage.moveTurn(trial.time.nanos())).isEqualTo(Mover.NOTHING_TO_DO);
  }

  @Test
  void move_bringsBackTheOldestFirstAtItsPace() {
    List<EventId> kept = keep(3 * Mover.BATCH + 1);
    for (int batch = 1; batch <= 3; batch++) {
      trial.moveFor(BATCH_TIME);
      assertThat(idsOf(primary.asked)).isEqualTo(kept.subList(0, batch * Mover.BATCH));
      trial.assertBalance(kept.size());
    }
    trial.moveFor(BATCH_TIME);
    assertThat(idsOf(primary.asked)).isEqualTo(kept);
    assertThat(trial.memory.totalSize()).isZero();
    assertThat(trial.storage.stats().done()).isZero();
    assertThat(trial.storage.stats().notDurable()).isEqualTo(kept.size());
    assertThat(trial.storage.stats().notDurableHeld()).isZero();
    trial.assertBalance(kept.size());
  }

  /** Answers wake it before its time. */
  @Test
  void move_keepsItsPaceHoweverOftenItIsTurned() {
    keep(3 * Mover.BATCH);
    for (int i = 0; i < 10; i++) {
      trial.storage.moveTurn(trial.time.nanos());
    }
    assertThat(primary.asked).hasSize(Mover.BATCH);
  }

  @Test
  void move_beginsAtAMomentOfItsOwn() {
    keep(1);
    trial.chance = 0.5;
    trial.moveFor(Duration.ofNanos(Mover.START_WITHIN_NANOS / 2));
    assertThat(primary.asked).isEmpty();
    trial.moveFor(BATCH_TIME);
    assertThat(primary.asked).hasSize(1);
  }

  @Test
  void move_waitsForTheAnswersToABatch() {
    keep(2 * Mover.BATCH);
    primary.puts = Puts.OPEN;
    trial.moveFor(Duration.ofSeconds(60));
    assertThat(primary.asked).hasSize(Mover.BATCH);
    assertThat(trial.storage.stats().leased()).isEqualTo(Mover.BATCH);
    trial.assertBalance(2 * Mover.BATCH);
    primary.answer(Puts.TAKEN);
    trial.assertBalance(2 * Mover.BATCH);
    trial.moveFor(BATCH_TIME);
    assertThat(trial.memory.totalSize()).isZero();
    trial.assertBalance(2 * Mover.BATCH);
  }

  @Test
  void move_waitsLongerAndLongerWhereItIsRefused() {
    keep(1);
    for (Puts refusal : List.of(Puts.THROWN, Puts.FAILED, Puts.NO_ROOM)) {
      primary.puts = refusal;
      primary.asked.clear();
      trial.moveFor(Duration.ofHours(1));
      assertThat(primary.asked).as("%s", refusal).hasSizeBetween(200, 260);
      assertThat(trial.memory.stats().ready()).isEqualTo(1);
      trial.assertBalance(1);
    }
    primary.puts = Puts.TAKEN;
    trial.moveFor(Duration.ofNanos(Mover.LONGEST_BACKOFF_NANOS));
    assertThat(trial.memory.totalSize()).isZero();
    trial.assertBalance(1);
  }

  @Test
  void move_asksNoMoreOfABatchThatIsMostlyRefused() {
    keep(Mover.BATCH);
    primary.puts = Puts.THROWN;
    trial.moveFor(BATCH_TIME);
    assertThat(primary.asked).hasSize(Mover.BATCH / 2 + 1);
    assertThat(trial.memory.stats().ready()).isEqualTo(Mover.BATCH);
  }

  @Test
  void move_isNotHeldUpByOneThatIsNeverTaken() {
    List<EventId> kept = keep(4 * Mover.BATCH);
    primary.onPut =
        () ->
            primary.puts =
                kept.get(0).equals(primary.asked.get(primary.asked.size() - 1).id())
                    ? Puts.NO_ROOM
                    : Puts.TAKEN;
    trial.moveFor(BATCH_TIME.multipliedBy(5));
    assertThat(trial.memory.totalSize()).isEqualTo(1);
    assertThat(ids(trial.memory.next(2, Paused.NOTHING))).containsExactly(kept.get(0));
    trial.assertBalance(kept.size());
  }

  @Test
  void move_stopsInTheMiddleWhenTheStorageGoesAway() {
    int count = 2 * Mover.BATCH;
    List<EventId> kept = keep(count);
    primary.onPut =
        () -> {
          if (primary.asked.size() == 10) {
            primary.goAway();
          }
        };
    trial.moveFor(Duration.ofSeconds(30));
    assertThat(trial.memory.stats().ready()).isEqualTo(count - 9);
    primary.onPut = () -> {};
    primary.comeBack();
    trial.assertBalance(count);
    trial.moveFor(Duration.ofSeconds(30));
    assertThat(trial.memory.totalSize()).isZero();
    assertThat(ids(primary.behind.next(count + 1, Paused.NOTHING)))
        .containsExactlyInAnyOrderElementsOf(kept);
    trial.assertBalance(count);
  }

  @Test
  void move_leavesWhatWasTriedBefore() {
    primary.goAway();
    trial.put(1, 2);
    Delivery tried = trial.storage.next(1, Paused.NOTHING).get(0);
    trial.storage.settle(tried, Settlement.retryAt(trial.time.millis()));
    primary.comeBack();
    trial.moveFor(Duration.ofSeconds(5));
    assertThat(primary.behind.totalSize()).isEqualTo(1);
    List<Delivery> left = trial.memory.next(5, Paused.NOTHING);
    assertThat(ids(left)).containsExactly(FallbackTrial.id(tried.event()));
    assertThat(left.get(0).attempts()).isEqualTo(1);
    trial.assertBalance(2);
  }

  /** Elsewhere it would expire at once. */
  @Test
  void move_leavesWhatWasDead() {
    primary.goAway();
    trial.put(1, 1);
    Delivery delivery = trial.storage.next(1, Paused.NOTHING).get(0);
    trial.storage.settle(delivery, Settlement.deadLetter("status 400"));
    trial.time.pass(FallbackTrial.MAX_AGE.dividedBy(2));
    trial.put(1, 1);
    String dead = trial.storage.deadLetters().list(1).get(0).id();
    assertThat(trial.storage.deadLetters().retry(dead)).isTrue();
    trial.time.pass(FallbackTrial.MAX_AGE.dividedBy(2));
    primary.comeBack();
    trial.moveFor(Duration.ofSeconds(5));
    assertThat(primary.behind.totalSize()).isEqualTo(1);
    assertThat(trial.memory.totalSize()).isEqualTo(1);
    trial.assertBalance(2);
  }

  @Test
  void move_comesPastManyThatStay() {
    primary.goAway();
    trial.put(1, 150);
    for (Delivery each : trial.nextAll()) {
      trial.storage.settle(each, Settlement.retryAt(trial.time.millis()));
    }
    trial.put(1, 10);
    primary.comeBack();
    trial.moveFor(Duration.ofSeconds(5));
    assertThat(primary.behind.totalSize()).isEqualTo(10);
    assertThat(trial.memory.stats().ready()).isEqualTo(150);
    trial.assertBalance(160);
  }

  @Test
  void move_takesWhatIsDelayedWhenItIsReady() {
    primary.goAway();
    trial.put(1, 2);
    long later = trial.time.millis() + 60_000;
    List<Delivery> both = trial.nextAll();
    trial.storage.settle(both.get(0), Settlement.postponeTo(later));
    trial.storage.settle(both.get(1), Settlement.park("lane", Long.MAX_VALUE));
    primary.comeBack();
    trial.moveFor(Duration.ofSeconds(50));
    assertThat(primary.asked).isEmpty();
    trial.moveFor(Duration.ofSeconds(15));
    assertThat(primary.asked).hasSize(1);
    trial.storage.release("lane");
    trial.moveFor(Duration.ofSeconds(5));
    assertThat(primary.asked).hasSize(2);
    trial.assertBalance(2);
  }

  @Test
  void move_keepsTheAge() {
    List<EventId> kept = keep(1);
    trial.time.pass(FallbackTrial.MAX_AGE.dividedBy(2));
    trial.moveFor(Duration.ofSeconds(5));
    assertThat(idsOf(primary.asked)).isEqualTo(kept);
    trial.time.pass(FallbackTrial.MAX_AGE.dividedBy(2));
    assertThat(trial.nextAll()).isEmpty();
    assertThat(trial.storage.stats().expired()).isEqualTo(1);
    trial.assertBalance(1);
  }

  @Test
  void move_leavesWhatExpiredMeanwhile() {
    List<Integer> dropped = new ArrayList<>();
    trial.storage.onDropped((project, key, category, reason, count) -> dropped.add(count));
    keep(3);
    trial.time.pass(FallbackTrial.MAX_AGE.plusSeconds(1));
    trial.moveFor(Duration.ofSeconds(5));
    assertThat(primary.asked).isEmpty();
    assertThat(dropped).containsExactly(3);
    trial.assertBalance(3);
  }

  @Test
  void move_takesProjectsInTurn() {
    primary.goAway();
    for (int i = 0; i < 3; i++) {
      trial.put(trial.event(1));
    }
    trial.put(trial.event(2, DataCategory.TRANSACTION, 10));
    primary.comeBack();
    trial.moveFor(Duration.ofSeconds(5));
    assertThat(primary.asked.subList(0, 2)).extracting(event -> event.project()).contains(1L, 2L);
  }
}
