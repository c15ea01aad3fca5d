/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.testkit.ContractEvents.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.DeadLetters;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.ShedReason;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Does random things to a storage and knows, in the simplest way, what must be true afterwards.
 * What was given up for want of room or time is known by number only: which ones, is for other
 * tests.
 */
final class StorageModel {
  private static final DataCategory[] CATEGORIES = DataCategory.values();

  /** Whether a revived dead letter starts its attempts anew is the storage's to say. */
  private static final int ANY_ATTEMPTS = -1;

  /** What is known of an event that may still be handed out. */
  private static final class Known {
    int attempts;
    long notBeforeMillis;
    boolean leased;
  }

  private final Storage storage;
  private final ManualClock clock;
  private final ContractEvents events;
  private final Duration maxAge;
  private final SplittableRandom random;
  private final Map<EventId, Known> known = new HashMap<>();
  private final List<Delivery> leased = new ArrayList<>();
  private final List<Delivery> ended = new ArrayList<>();
  private long stored;
  private long done;
  private long shed;
  private long late;

  StorageModel(Storage storage, ManualClock clock, Duration maxAge, long seed) {
    this.storage = storage;
    this.clock = clock;
    this.maxAge = maxAge;
    events = new ContractEvents(clock);
    random = new SplittableRandom(seed);
  }

  void step() {
    int choice = random.nextInt(100);
    if (choice < 45) {
      put();
    } else if (choice < 65) {
      next();
    } else if (choice < 85) {
      settle();
    } else if (choice < 88) {
      settleLate();
    } else if (choice < 92) {
      touchDeadLetter();
    } else {
      clock.advance(Duration.ofSeconds(random.nextInt(choice == 99 ? 30_000 : 60)));
    }
    check();
  }

  /** Gives everything back, lets delays pass and takes all out. */
  void drain() {
    while (!leased.isEmpty()) {
      end(leased.remove(0), Settlement.giveBack());
    }
    clock.advance(Duration.ofMinutes(11));
    while (storage.totalSize() > 0) {
      int before = leased.size();
      take(storage.next(50, Paused.NOTHING), Paused.NOTHING);
      if (leased.size() == before) {
        // What has just expired may be noticed a moment later.
        clock.advance(Duration.ofSeconds(10));
        take(storage.next(50, Paused.NOTHING), Paused.NOTHING);
        assertThat(storage.stats().ready() + storage.stats().delayed())
            .as("not handed out")
            .isZero();
      }
      while (!leased.isEmpty()) {
        end(leased.remove(0), Settlement.done());
      }
      check();
    }
  }

  private void put() {
    int size = random.nextInt(20) == 0 ? random.nextInt(40_000) : random.nextInt(4000);
    Event event =
        events.event(1 + random.nextInt(5), CATEGORIES[random.nextInt(CATEGORIES.length)], size);
    PutResult result = StorageContractSetup.put(storage, event);
    result.shed().forEach((reason, count) -> shed += reason == ShedReason.EXPIRED ? 0 : count);
    if (result.stored()) {
      stored++;
      known.put(id(event), new Known());
    }
  }

  private void next() {
    long pausedProject = random.nextLong(10);
    DataCategory pausedCategory = CATEGORIES[random.nextInt(CATEGORIES.length)];
    Paused paused = (project, category) -> project == pausedProject || category == pausedCategory;
    int max = 1 + random.nextInt(10);
    List<Delivery> deliveries = storage.next(max, paused);
    assertThat(deliveries).hasSizeLessThanOrEqualTo(max);
    take(deliveries, paused);
  }

  private void take(List<Delivery> deliveries, Paused paused) {
    for (Delivery delivery : deliveries) {
      Event event = delivery.event();
      Known state = known.get(id(event));
      if (state == null) {
        throw new AssertionError("handed out again after its end: " + event);
      }
      assertThat(state.leased).as("leased already: %s", event).isFalse();
      if (state.attempts == ANY_ATTEMPTS) {
        state.attempts = delivery.attempts();
      }
      assertThat(delivery.attempts()).as("attempts of %s", event).isEqualTo(state.attempts);
      assertThat(clock.millis())
          .as("too early: %s", event)
          .isGreaterThanOrEqualTo(state.notBeforeMillis);
      assertThat(clock.millis() - event.arrivedAtMillis())
          .as("expired: %s", event)
          .isLessThanOrEqualTo(maxAge.toMillis());
      assertThat(paused.isPaused(event.project(), event.category()))
          .as("paused: %s", event)
          .isFalse();
      state.leased = true;
      leased.add(delivery);
    }
  }

  private void settle() {
    if (!leased.isEmpty()) {
      long at = clock.millis() + random.nextInt(600_000);
      Delivery delivery = leased.remove(random.nextInt(leased.size()));
      end(
          delivery,
          switch (random.nextInt(6)) {
            case 0 -> Settlement.retryAt(at);
            case 1 -> Settlement.postponeTo(at);
            case 2 -> Settlement.deadLetter("status 400");
            case 3 -> Settlement.giveBack();
            default -> Settlement.done();
          });
    }
  }

  private void end(Delivery delivery, Settlement settlement) {
    storage.settle(delivery, settlement);
    ended.add(delivery);
    EventId id = id(delivery);
    Known state = Objects.requireNonNull(known.get(id));
    state.leased = false;
    if (settlement instanceof Settlement.Retry retry) {
      state.notBeforeMillis = retry.atMillis();
      state.attempts += retry.countsAsAttempt() ? 1 : 0;
    } else if (!(settlement instanceof Settlement.GiveBack)) {
      known.remove(id);
      done += settlement instanceof Settlement.Done ? 1 : 0;
    }
  }

  private void settleLate() {
    if (!ended.isEmpty()) {
      storage.settle(ended.get(random.nextInt(ended.size())), Settlement.done());
      late++;
    }
  }

  private void touchDeadLetter() {
    List<DeadLetters.DeadLetter> dead = storage.deadLetters().list(1);
    if (dead.isEmpty()) {
      return;
    }
    DeadLetters.DeadLetter letter = dead.get(0);
    if (random.nextBoolean()) {
      assertThat(storage.deadLetters().drop(letter.id())).isTrue();
    } else {
      assertThat(storage.deadLetters().retry(letter.id())).isTrue();
      Known revived = new Known();
      revived.attempts = ANY_ATTEMPTS;
      known.put(id(letter.event()), revived);
    }
  }

  private void check() {
    StorageContractSetup.assertBooksBalance(storage, stored, done);
    assertThat(storage.stats().leased()).isEqualTo(leased.size());
    assertThat(storage.stats().shed()).isEqualTo(shed);
    assertThat(storage.stats().lateSettlements()).isEqualTo(late);
    assertThat(storage.projects())
        .allSatisfy(project -> assertThat(storage.size(project)).isPositive());
  }
}
