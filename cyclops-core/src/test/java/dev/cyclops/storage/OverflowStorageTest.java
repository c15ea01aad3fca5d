/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import static dev.cyclops.storage.OverflowTrial.MEMORY_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.ShakyStorage.Puts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OverflowStorageTest {
  /** About so many fill memory to 60 %. */
  private static final int SIXTY_PERCENT = 60;

  private static final int MORE_THAN_ALL = 150;

  private final OverflowTrial trial = new OverflowTrial(QueueOrder.NEWEST_FIRST);
  private final OverflowStorage storage = trial.storage;
  private final ShakyStorage disk = trial.disk;

  @Test
  void overflow_isOfAMemory() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Storage.overflow(disk, disk))
        .withMessageContaining("Storage.inMemory")
        .withMessageContaining("ShakyStorage");
  }

  @Test
  void spiller_leavesAloneWhatFillsLessThan60Percent() {
    trial.put(1, SIXTY_PERCENT - 5);
    trial.spill();
    assertThat(disk.asked).isEmpty();
  }

  @Test
  void spiller_movesTheOldestUntilHalfIsLeft() {
    List<EventId> put = trial.put(1, SIXTY_PERCENT + 5);
    trial.spill();
    assertThat(trial.memory.bytes()).isBetween(MEMORY_BYTES / 5 * 2, MEMORY_BYTES / 2);
    assertThat(FallbackTrial.idsOf(disk.asked)).isEqualTo(put.subList(0, disk.asked.size()));
    assertThat(storage.size(1)).isEqualTo(put.size());
    trial.assertBalance(put.size());
  }

  @Test
  void spiller_movesThoseOfTheProjectThatHoldsTheMost() {
    trial.put(2, 20);
    trial.put(1, SIXTY_PERCENT - 15);
    trial.spill();
    assertThat(disk.asked).isNotEmpty().allMatch(event -> event.project() == 1);
  }

  @Test
  void spiller_leavesAloneWhatIsInHandOrWasTriedOrWaits() {
    List<EventId> put = trial.put(1, SIXTY_PERCENT + 5);
    List<Delivery> oldest = new ArrayList<>(storage.next(put.size(), Paused.NOTHING));
    Collections.reverse(oldest);
    storage.settle(oldest.get(1), Settlement.retryAt(trial.time.millis()));
    storage.settle(oldest.get(2), Settlement.park("lane", Long.MAX_VALUE));
    oldest.subList(3, oldest.size()).forEach(d -> storage.settle(d, Settlement.giveBack()));
    trial.spill();
    assertThat(FallbackTrial.idsOf(disk.asked))
        .isNotEmpty()
        .isEqualTo(put.subList(3, 3 + disk.asked.size()));
    assertThat(storage.stats().leased()).isEqualTo(1);
    assertThat(storage.stats().parked()).isEqualTo(1);
    trial.assertBalance(put.size());
  }

  @Test
  void spiller_handsOutNothingThatIsOnItsWay() {
    disk.puts = Puts.OPEN;
    List<EventId> put = trial.put(1, SIXTY_PERCENT + 5);
    trial.spill();
    int moving = disk.asked.size();
    assertThat(moving).isPositive();
    assertThat(storage.stats().leased()).isZero();
    assertThat(storage.stats().ready()).isEqualTo(put.size());
    List<EventId> inMemory = trial.nextAll();
    assertThat(inMemory).hasSize(put.size() - moving);
    disk.answer(Puts.TAKEN);
    assertThat(trial.nextAll()).hasSize(moving).doesNotContainAnyElementsOf(inMemory);
    trial.assertBalance(put.size());
  }

  @Test
  void stats_countOnceWhatTheDiskHasBeforeItSaysSo() {
    disk.puts = Puts.OPEN;
    List<EventId> put = trial.put(1, SIXTY_PERCENT + 5);
    trial.spill();
    disk.asked.forEach(disk.behind::put);
    trial.assertBalance(put.size());
    storage.markAsDone(disk.behind.next(1, Paused.NOTHING).get(0));
    trial.assertBalance(put.size());
    assertThat(storage.totalSize()).isEqualTo(put.size() - 1);
  }

  @Test
  void spiller_keepsWhatTheDiskDoesNotTake() {
    disk.puts = Puts.FAILED;
    List<EventId> put = trial.put(1, SIXTY_PERCENT + 5);
    trial.spill();
    assertThat(trial.memory.totalSize()).isEqualTo(put.size());
    int asked = disk.asked.size();
    trial.spillFor(Duration.ofMillis(500));
    assertThat(disk.asked.size() - asked).as("it waits before it asks again").isLessThan(100);
    disk.puts = Puts.TAKEN;
    trial.spillFor(Duration.ofSeconds(20));
    assertThat(trial.memory.bytes()).isLessThan(MEMORY_BYTES / 2);
    assertThat(trial.nextAll()).hasSize(put.size()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void next_keepsTheOrderOverBoth(QueueOrder order) {
    OverflowTrial ordered = new OverflowTrial(order);
    List<EventId> put = new ArrayList<>(ordered.put(1, SIXTY_PERCENT + 5));
    ordered.spill();
    put.addAll(ordered.put(1, 5));
    if (order == QueueOrder.NEWEST_FIRST) {
      Collections.reverse(put);
    }
    assertThat(ordered.disk.asked).isNotEmpty();
    assertThat(ordered.nextAll()).isEqualTo(put);
  }

  @Test
  void newest_asksMemoryFirst() {
    OverflowTrial ordered = new OverflowTrial(QueueOrder.OLDEST_FIRST);
    List<EventId> put = ordered.put(1, SIXTY_PERCENT + 5);
    ordered.spill();
    assertThat(FallbackTrial.ids(ordered.storage.newest(1, Paused.NOTHING)))
        .containsExactly(put.get(put.size() - 1));
  }

  @Test
  void next_doesNotLetAFloodOnTheDiskKeepOthersWaiting() {
    OverflowTrial ordered = new OverflowTrial(QueueOrder.OLDEST_FIRST);
    ordered.put(1, SIXTY_PERCENT + 5);
    ordered.spill();
    EventId lonely = ordered.put(2, 1).get(0);
    List<EventId> first = new ArrayList<>();
    first.addAll(FallbackTrial.ids(ordered.storage.next(1, Paused.NOTHING)));
    first.addAll(FallbackTrial.ids(ordered.storage.next(1, Paused.NOTHING)));
    assertThat(first).contains(lonely);
  }

  @Test
  void put_goesToTheDiskWhenMemoryIsFull() {
    List<EventId> put = trial.put(1, MORE_THAN_ALL);
    assertThat(storage.stats().shed()).isZero();
    assertThat(disk.asked).isNotEmpty();
    assertThat(trial.nextAll()).containsExactlyInAnyOrderElementsOf(put);
    assertThat(storage.stats().notDurable()).isEqualTo(put.size() - disk.asked.size());
  }

  @ParameterizedTest
  @EnumSource(names = {"THROWN", "FAILED", "NULL", "NO_ROOM"})
  void put_makesRoomInMemoryWhenTheDiskDoesNotTakeIt(Puts how) {
    disk.puts = how;
    List<EventId> put = trial.put(1, MORE_THAN_ALL);
    int shed = (int) storage.stats().shed();
    assertThat(shed).isPositive();
    List<EventId> left = new ArrayList<>(put.subList(shed, put.size()));
    Collections.reverse(left);
    trial.assertBalance(put.size());
    assertThat(trial.nextAll()).isEqualTo(left);
  }

  @Test
  void put_asksNoDiskThatIsAway() {
    disk.goAway();
    trial.put(1, MORE_THAN_ALL);
    trial.spill();
    assertThat(disk.asked).isEmpty();
    assertThat(storage.isAvailable()).isTrue();
    assertThat(storage.heldByProcess()).isEqualTo(trial.memory.totalSize());
    assertThat(storage.next(1, Paused.NOTHING)).hasSize(1);
  }

  @Test
  void stats_sayWhatIsInMemoryOnly() {
    trial.put(1, SIXTY_PERCENT + 5);
    trial.spill();
    StorageStats stats = storage.stats();
    assertThat(stats.notDurable()).isEqualTo(SIXTY_PERCENT + 5);
    assertThat(stats.notDurableHeld()).isEqualTo(SIXTY_PERCENT + 5 - disk.asked.size());
    assertThat(stats.notDurableSinceMillis()).isZero();
    assertThat(stats.maxBytes()).isEqualTo(MEMORY_BYTES + disk.behind.stats().maxBytes());
    assertThat(storage.heldByProcess()).isZero();
  }

  @Test
  void close_writesAllInItsOrderAndState() {
    long later = trial.time.millis() + 60_000;
    List<EventId> put = trial.put(1, 6);
    List<Delivery> newest = storage.next(5, Paused.NOTHING);
    storage.settle(newest.get(0), Settlement.retryAt(later));
    storage.settle(newest.get(1), Settlement.park("lane", later));
    storage.settle(newest.get(2), Settlement.deadLetter("status 400"));
    storage.settle(newest.get(3), Settlement.giveBack());
    storage.close();
    assertThat(disk.takenOver)
        .containsExactly(
            new ShakyStorage.TakenOver(put.get(0), 0, Settlement.giveBack()),
            new ShakyStorage.TakenOver(put.get(1), 0, Settlement.giveBack()),
            new ShakyStorage.TakenOver(put.get(2), 0, Settlement.giveBack()),
            new ShakyStorage.TakenOver(put.get(4), 0, Settlement.park("lane", later)),
            new ShakyStorage.TakenOver(put.get(5), 1, Settlement.postponeTo(later)),
            new ShakyStorage.TakenOver(put.get(3), 0, Settlement.deadLetter("status 400")));
    assertThat(disk.closed).isTrue();
    assertThat(storage.stats().notDurableHeld()).isZero();
    assertThat(storage.put(trial.event(1)).toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void handover_saysWhatTheDiskDoesNotTake() {
    trial.put(1, 3);
    disk.puts = Puts.FAILED;
    new Handover(trial.memory, disk, Duration.ofMillis(1), Duration.ofSeconds(10)).run();
    assertThat(storage.stats().notDurableHeld()).isEqualTo(3);
    assertThat(disk.takenOver).isNotEmpty();
  }

  @Test
  void handover_triesAgainWhatFailed() {
    List<EventId> put = trial.put(1, 3);
    disk.puts = Puts.FAILED;
    disk.onPut =
        () -> {
          if (disk.takenOver.size() == 5) {
            disk.puts = Puts.TAKEN;
          }
        };
    new Handover(trial.memory, disk, Duration.ofSeconds(30), Duration.ofSeconds(30)).run();
    assertThat(trial.memory.totalSize()).isZero();
    List<Event> taken = new ArrayList<>();
    disk.behind.next(9, Paused.NOTHING).forEach(each -> taken.add(each.event()));
    assertThat(FallbackTrial.idsOf(taken)).containsExactlyInAnyOrderElementsOf(put);
  }
}
