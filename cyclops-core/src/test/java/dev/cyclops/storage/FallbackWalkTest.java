/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.DeadLetters.DeadLetter;
import dev.cyclops.storage.ShakyStorage.Puts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random work under random outages: no event is lost or doubled, and the books always balance. */
class FallbackWalkTest {
  private static final int STEPS = 4000;
  private static final DataCategory[] CATEGORIES = {
    DataCategory.ERROR, DataCategory.TRANSACTION, DataCategory.SESSION
  };

  private final FallbackTrial trial = new FallbackTrial(QueueOrder.NEWEST_FIRST, false);
  private final List<Delivery> leased = new ArrayList<>();
  private final Map<EventId, Integer> attempts = new HashMap<>();
  private final Set<EventId> handedOut = new HashSet<>();
  private SplittableRandom random = new SplittableRandom();
  private long put;
  private final List<CompletableFuture<PutResult>> open = new ArrayList<>();
  private long done;
  private long dropped;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void walk(long seed) {
    random = new SplittableRandom(seed);
    trial.storage.onDropped((project, key, category, reason, count) -> dropped += count);
    for (int step = 0; step < STEPS; step++) {
      step();
      check();
    }
    drain();
  }

  private void step() {
    trial.chance = random.nextDouble();
    int choice = random.nextInt(100);
    if (choice < 40) {
      putOne();
    } else if (choice < 55) {
      next();
    } else if (choice < 75) {
      settle();
    } else if (choice < 85) {
      trial.moveFor(Duration.ofMillis(random.nextInt(2000)));
    } else if (choice < 95) {
      changeWeather();
    } else if (choice < 97) {
      touchDeadLetter();
    } else if (choice < 98 && !trial.primary.cut) {
      trial.storage.release("lane" + random.nextInt(2));
    } else {
      trial.time.pass(Duration.ofSeconds(random.nextInt(choice == 99 ? 7000 : 60)));
    }
  }

  /** What is on its way is answered first, since nothing is known of it before. */
  private void changeWeather() {
    answerOpen();
    trial.primary.comeBack();
    switch (random.nextInt(6)) {
      case 0 -> trial.primary.goAway();
      case 1 -> trial.primary.available = false;
      case 2 -> {
        trial.primary.cut = true;
        trial.primary.puts = Puts.FAILED;
      }
      case 3 -> trial.primary.puts = Puts.THROWN;
      case 4 -> trial.primary.puts = Puts.OPEN;
      default -> {}
    }
  }

  private void answerOpen() {
    if (trial.primary.puts == Puts.OPEN) {
      trial.primary.answer(random.nextBoolean() ? Puts.FAILED : Puts.TAKEN);
      put += open.stream().filter(stage -> stage.join().stored()).count();
      open.clear();
      // So that what is known last of a storage that is cut off next is what it has.
      trial.assertBalance(put);
    }
  }

  private void putOne() {
    int bytes = random.nextInt(10) == 0 ? random.nextInt(60_000) : random.nextInt(3000);
    DataCategory category = CATEGORIES[random.nextInt(CATEGORIES.length)];
    Event event = trial.event(1 + random.nextInt(4), category, bytes);
    CompletableFuture<PutResult> stage = trial.storage.put(event).toCompletableFuture();
    if (!stage.isDone()) {
      open.add(stage);
      attempts.put(FallbackTrial.id(event), 0);
    } else if (stage.join().stored()) {
      put++;
      attempts.put(FallbackTrial.id(event), 0);
    }
  }

  private void next() {
    long paused = random.nextLong(8);
    Paused some = (project, category) -> project == paused;
    int max = 1 + random.nextInt(20);
    try {
      take(
          random.nextBoolean() ? trial.storage.next(max, some) : trial.storage.newest(max, some),
          max);
    } catch (IllegalStateException e) {
      assertThat(trial.primary.cut).isTrue();
    }
  }

  private void take(List<Delivery> deliveries, int max) {
    assertThat(deliveries).hasSizeLessThanOrEqualTo(max);
    for (Delivery each : deliveries) {
      EventId id = FallbackTrial.id(each.event());
      assertThat(handedOut.add(id)).as("handed out twice").isTrue();
      assertThat(each.attempts()).as("attempts").isEqualTo(attempts.get(id));
      leased.add(each);
    }
  }

  private void settle() {
    for (int i = random.nextInt(4); i > 0 && !leased.isEmpty(); i--) {
      Delivery delivery = leased.remove(random.nextInt(leased.size()));
      EventId id = FallbackTrial.id(delivery.event());
      long at = trial.time.millis() + random.nextInt(60_000);
      Settlement settlement =
          switch (random.nextInt(7)) {
            case 0 -> Settlement.retryAt(at);
            case 1 -> Settlement.postponeTo(at);
            case 2 -> Settlement.deadLetter("status 400");
            case 3 -> Settlement.park("lane" + random.nextInt(2), at);
            case 4 -> Settlement.giveBack();
            default -> Settlement.done();
          };
      trial.storage.settle(delivery, settlement);
      if (settlement instanceof Settlement.Retry retry && retry.countsAsAttempt()) {
        attempts.merge(id, 1, Integer::sum);
      }
      done += settlement instanceof Settlement.Done ? 1 : 0;
      if (!(settlement instanceof Settlement.Done)) {
        handedOut.remove(id);
      }
    }
  }

  private void touchDeadLetter() {
    List<DeadLetter> letters = trial.storage.deadLetters().list(3);
    if (!letters.isEmpty()) {
      DeadLetter letter = letters.get(random.nextInt(letters.size()));
      if (random.nextBoolean()) {
        trial.storage.deadLetters().drop(letter.id());
      } else if (trial.storage.deadLetters().retry(letter.id())) {
        attempts.put(FallbackTrial.id(letter.event()), 0);
      }
    }
  }

  private void check() {
    trial.assertBalance(put);
    StorageStats stats = trial.storage.stats();
    assertThat(stats.lateSettlements()).isZero();
    if (!trial.primary.cut) {
      assertThat(stats.shed() + stats.expired()).isEqualTo(dropped);
    }
  }

  /** Fair weather until all is gone: each was sent once, or is in another book. */
  private void drain() {
    answerOpen();
    trial.primary.comeBack();
    leased.forEach(each -> handedOut.remove(FallbackTrial.id(each.event())));
    leased.forEach(each -> trial.storage.settle(each, Settlement.giveBack()));
    leased.clear();
    trial.moveFor(Duration.ofMinutes(3));
    take(trial.nextAll(), Integer.MAX_VALUE);
    leased.forEach(trial.storage::markAsDone);
    done += leased.size();
    assertThat(trial.storage.totalSize()).isZero();
    assertThat(trial.storage.stats().done()).isEqualTo(done).isPositive();
    assertThat(trial.storage.stats().notDurable()).isPositive();
    check();
  }
}
