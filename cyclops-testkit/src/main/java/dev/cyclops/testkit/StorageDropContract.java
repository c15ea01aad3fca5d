/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.ShedReason;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** That whoever accounts for what is given up hears of all of it, and of nothing else. */
abstract class StorageDropContract extends StorageBoundsContract {
  @Test
  void onDropped_isToldWhatThePutAnswers() {
    Storage storage = tight();
    List<Drop> drops = Drop.of(storage);
    DataCategory[] categories = DataCategory.values();
    Map<ShedReason, Long> answered = new HashMap<>();
    for (int i = 0; i < 3 * TIGHT / KILO; i++) {
      int before = drops.size();
      PutResult result =
          put(
              storage,
              events.event(1 + i % 2, "key" + i % 3, categories[i % categories.length], KILO));
      // Told before the stage completes.
      List<Drop> told = drops.subList(before, drops.size());
      result.shed().forEach((reason, count) -> answered.merge(reason, (long) count, Long::sum));
      for (ShedReason reason : ShedReason.values()) {
        assertThat(Drop.countOf(told, reason))
            .as("%s", reason)
            .isEqualTo(result.shed().getOrDefault(reason, 0).longValue());
      }
    }
    assertThat(answered).isNotEmpty();
    assertThat(Drop.count(drops)).isEqualTo(storage.stats().shed());
    assertThat(drops).allSatisfy(drop -> assertThat(drop.count()).isPositive());
  }

  @Test
  void onDropped_saysWhoseEventsTheyWere() {
    Storage storage = tight();
    List<Drop> drops = Drop.of(storage);
    putStored(storage, events.event(1, "first", DataCategory.SESSION, KILO));
    putStored(storage, events.event(1, "second", DataCategory.ATTACHMENT, KILO));
    putStored(storage, events.event(1, "third", DataCategory.TRANSACTION, KILO));
    fillUp(storage, 1);
    for (int i = 0; i < 10 && drops.size() < 3; i++) {
      put(storage, events.event(1, "fourth", DataCategory.ERROR, KILO));
    }
    assertThat(drops)
        .startsWith(
            new Drop(1, "first", DataCategory.SESSION, ShedReason.SESSION, 1),
            new Drop(1, "second", DataCategory.ATTACHMENT, ShedReason.ATTACHMENT, 1),
            new Drop(1, "third", DataCategory.TRANSACTION, ShedReason.OLDEST, 1));
  }

  @Test
  void onDropped_isToldOfWhatExpires() {
    Storage storage = ample();
    List<Drop> drops = Drop.of(storage);
    putStored(storage, events.event(1, "one", DataCategory.ERROR, 100));
    putStored(storage, events.event(2, "two", DataCategory.SESSION, 100));
    putStored(storage, events.event(2, "two", DataCategory.SESSION, 100));
    putErrors(storage, 3, 1);
    nextAll(storage).forEach(d -> storage.settle(d, Settlement.park("lane", Long.MAX_VALUE)));
    clock.advance(MAX_AGE.plusMillis(1));
    assertThat(storage.next(10, Paused.NOTHING)).isEmpty();
    assertThat(Drop.count(drops)).isEqualTo(storage.stats().expired()).isEqualTo(4);
    assertThat(Drop.countOf(drops, ShedReason.EXPIRED)).isEqualTo(4);
    assertThat(drops.stream().filter(drop -> drop.project() == 2).mapToInt(Drop::count).sum())
        .isEqualTo(2);
    assertThat(drops)
        .contains(new Drop(1, "one", DataCategory.ERROR, ShedReason.EXPIRED, 1))
        .filteredOn(drop -> drop.project() == 2)
        .allMatch(
            drop -> "two".equals(drop.publicKey()) && drop.category() == DataCategory.SESSION);
    clock.advance(Duration.ofHours(1));
    assertThat(storage.next(10, Paused.NOTHING)).isEmpty();
    assertThat(Drop.count(drops)).isEqualTo(4);
  }

  @Test
  void onDropped_hearsNothingOfWhatEndsOtherwise() {
    Storage storage = tight();
    List<Drop> drops = Drop.of(storage);
    putErrors(storage, 1, 3);
    storage.markAsDone(nextOne(storage));
    storage.settle(nextOne(storage), Settlement.deadLetter("status 400"));
    storage.settle(nextOne(storage), Settlement.giveBack());
    storage.deadLetters().list(1).forEach(letter -> storage.deadLetters().drop(letter.id()));
    assertThat(put(storage, events.event(2, DataCategory.ERROR, (int) TIGHT)))
        .isEqualTo(PutResult.full());
    assertThat(drops).isEmpty();
  }

  @Test
  void onDropped_isCalledWithoutALock() {
    Storage storage = tight();
    AtomicInteger calls = new AtomicInteger();
    storage.onDropped(
        (project, publicKey, category, reason, count) -> {
          calls.incrementAndGet();
          await(CompletableFuture.supplyAsync(storage::stats));
          await(CompletableFuture.supplyAsync(() -> storage.size(1)));
        });
    fillUp(storage, 1);
    put(storage, events.event(1, DataCategory.ERROR, KILO));
    assertThat(calls.get()).isPositive();
    int shed = calls.get();
    clock.advance(MAX_AGE.plusMillis(1));
    assertThat(nextAll(storage)).isEmpty();
    assertThat(calls.get()).isGreaterThan(shed);
  }
}
