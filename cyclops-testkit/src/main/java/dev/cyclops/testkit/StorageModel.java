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
import dev.cyclops.storage.QueueOrder;
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
import org.jspecify.annotations.Nullable;

/**
 * Does random things to a storage and knows, in the simplest way, what must be true afterwards.
 * What was given up for want of room or time is known by number only: which ones, is for other
 * tests.
 */
final class StorageModel {
  private static final DataCategory[] CATEGORIES = DataCategory.values();
  private static final List<String> LANES = List.of("one", "two", "three");

  /** What is known of an event that may still be handed out. */
  private static final class Known {
    /** When it joined the others: the order in which they are handed out. */
    final long place;

    final long ageFromMillis;
    int attempts;
    long notBeforeMillis;
    @Nullable String lane;
    boolean leased;

    Known(long place, long ageFromMillis) {
      this.place = place;
      this.ageFromMillis = ageFromMillis;
    }
  }

  /** What becomes of the events of a project, a category and a key. */
  private record Kind(long project, DataCategory category, @Nullable String publicKey) {
    static Kind of(Event event) {
      return new Kind(event.project(), event.category(), event.publicKey());
    }
  }

  private final Storage storage;
  private final ManualClock clock;
  private final ContractEvents events;
  private final Duration maxAge;
  private final SplittableRandom random;
  private final Map<EventId, Known> known = new HashMap<>();
  private final List<Delivery> leased = new ArrayList<>();
  private final List<Delivery> ended = new ArrayList<>();
  private final Map<Kind, Integer> notEnded = new HashMap<>();
  private final List<Drop> drops;
  private final QueueOrder order;
  private long places;
  private long stored;
  private long done;
  private long late;

  StorageModel(Storage storage, QueueOrder order, ManualClock clock, Duration maxAge, long seed) {
    this.storage = storage;
    this.order = order;
    drops = Drop.of(storage);
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
    } else if (choice < 87) {
      release(LANES.get(random.nextInt(LANES.size())));
    } else if (choice < 89) {
      settleLate();
    } else if (choice < 92) {
      touchDeadLetter();
    } else {
      clock.advance(Duration.ofSeconds(random.nextInt(choice == 99 ? 30_000 : 60)));
    }
    check();
  }

  private void release(String lane) {
    storage.release(lane);
    for (Known state : known.values()) {
      if (lane.equals(state.lane)) {
        state.lane = null;
        state.notBeforeMillis = 0;
      }
    }
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
    for (Drop drop : drops) {
      notEnded.merge(
          new Kind(drop.project(), drop.category(), drop.publicKey()), -drop.count(), Integer::sum);
    }
    assertThat(notEnded.values()).as("%s", notEnded).containsOnly(0);
  }

  private void put() {
    int size = random.nextInt(20) == 0 ? random.nextInt(40_000) : random.nextInt(4000);
    Event event =
        events.event(
            1 + random.nextInt(5),
            "key" + random.nextInt(2),
            CATEGORIES[random.nextInt(CATEGORIES.length)],
            size);
    int before = drops.size();
    PutResult result = StorageContractSetup.put(storage, event);
    List<Drop> told = List.copyOf(drops.subList(before, drops.size()));
    for (ShedReason reason : ShedReason.values()) {
      assertThat(Drop.countOf(told, reason))
          .as("%s", reason)
          .isEqualTo(result.shed().getOrDefault(reason, 0).longValue());
    }
    if (result.stored()) {
      stored++;
      hold(event);
      notEnded.merge(Kind.of(event), 1, Integer::sum);
    } else {
      assertThat(result.shed().keySet()).as("in vain").isSubsetOf(ShedReason.EXPIRED);
    }
  }

  private void hold(Event event) {
    known.put(id(event), new Known(places++, clock.millis()));
  }

  private void next() {
    long pausedProject = random.nextLong(10);
    DataCategory pausedCategory = CATEGORIES[random.nextInt(CATEGORIES.length)];
    Paused paused = (project, category) -> project == pausedProject || category == pausedCategory;
    int max = 1 + random.nextInt(10);
    boolean newest = random.nextInt(4) == 0;
    List<Delivery> deliveries = newest ? storage.newest(max, paused) : storage.next(max, paused);
    assertThat(deliveries).hasSizeLessThanOrEqualTo(max);
    take(deliveries, paused);
    checkOrder(deliveries, newest ? QueueOrder.NEWEST_FIRST : order);
  }

  private void checkOrder(List<Delivery> deliveries, QueueOrder order) {
    Map<Long, Long> last = new HashMap<>();
    for (Delivery delivery : deliveries) {
      long place = Objects.requireNonNull(known.get(id(delivery))).place;
      Long before = last.put(delivery.event().project(), place);
      if (before != null) {
        assertThat(before < place).as("order").isEqualTo(order == QueueOrder.OLDEST_FIRST);
      }
    }
  }

  private void take(List<Delivery> deliveries, Paused paused) {
    for (Delivery delivery : deliveries) {
      Event event = delivery.event();
      Known state = known.get(id(event));
      if (state == null) {
        throw new AssertionError("handed out again after its end: " + event);
      }
      assertThat(state.leased).as("leased already: %s", event).isFalse();
      assertThat(delivery.attempts()).as("attempts of %s", event).isEqualTo(state.attempts);
      assertThat(clock.millis())
          .as("too early: %s", event)
          .isGreaterThanOrEqualTo(state.notBeforeMillis);
      assertThat(clock.millis() - state.ageFromMillis)
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
          switch (random.nextInt(8)) {
            case 0 -> Settlement.retryAt(at);
            case 1 -> Settlement.postponeTo(at);
            case 2 -> Settlement.deadLetter("status 400");
            case 3 -> Settlement.giveBack();
            case 4, 5 -> Settlement.park(LANES.get(random.nextInt(LANES.size())), at);
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
      state.lane = null;
    } else if (settlement instanceof Settlement.Park park) {
      state.notBeforeMillis = park.untilMillis();
      state.lane = park.lane();
    } else if (!(settlement instanceof Settlement.GiveBack)) {
      known.remove(id);
      notEnded.merge(Kind.of(delivery.event()), -1, Integer::sum);
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
    } else if (storage.deadLetters().retry(letter.id())) {
      hold(letter.event());
      notEnded.merge(Kind.of(letter.event()), 1, Integer::sum);
    } else {
      assertThat(storage.deadLetters().list(1)).as("no room for it").containsExactly(letter);
    }
  }

  private void check() {
    StorageContractSetup.assertBooksBalance(storage, stored, done);
    assertThat(storage.stats().leased()).isEqualTo(leased.size());
    assertThat(storage.stats().shed() + storage.stats().expired()).isEqualTo(Drop.count(drops));
    assertThat(storage.stats().expired()).isEqualTo(Drop.countOf(drops, ShedReason.EXPIRED));
    assertThat(storage.stats().lateSettlements()).isEqualTo(late);
    assertThat(storage.stats().parked())
        .isLessThanOrEqualTo(known.values().stream().filter(state -> state.lane != null).count());
    assertThat(storage.projects())
        .allSatisfy(project -> assertThat(storage.size(project)).isPositive());
  }
}
