/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the contract of storages cannot see: the books behind them. */
class ShedderTest {
  private static final long MAX_AGE = 1000;
  private static final int MAX_BYTES = 10_000 + ProjectQueue.OWN_BYTES;

  private final Holdings holdings = new Holdings();
  private final InMemoryDeadLetters dead = new InMemoryDeadLetters(MAX_BYTES);
  private final Shedder shedder = new Shedder(holdings, dead, MAX_BYTES, MAX_AGE);
  private final Drops drops = new Drops();

  @Test
  void makeRoomFor_givesUpADelayedEventAndItsDelay() {
    add(event(1, DataCategory.ERROR, 0, 4000));
    holdings.delay(lease(), 500, null);

    assertThat(makeRoomFor(event(1, DataCategory.ERROR, 1, 9000), 1)).isTrue();

    assertThat(shed()).containsExactly(Map.entry(ShedReason.OLDEST, 1));
    assertThat(holdings.delayed()).isZero();
    assertThat(holdings.projects).isEmpty();
    holdings.wakeDelayed(Long.MAX_VALUE, 10);
    assertThat(holdings.ready()).isZero();
    assertThat(shedder.shed()).isEqualTo(1);
  }

  @Test
  void makeRoomFor_takesTheOlderOfReadyAndDelayed() {
    add(event(1, DataCategory.ERROR, 1, 100));
    StoredEvent first = lease();
    add(event(1, DataCategory.ERROR, 2, 4000));
    holdings.delay(first, 500, null);

    assertThat(makeRoomFor(event(1, DataCategory.ERROR, 3, 5900), 3)).isTrue();

    assertThat(first.state()).isEqualTo(StoredEvent.State.GONE);
    assertThat(holdings.ready()).isEqualTo(1);
  }

  @Test
  void makeRoomFor_leavesWhatIsInHand() {
    add(event(1, DataCategory.ERROR, 0, 8000));
    StoredEvent inHand = lease();

    assertThat(makeRoomFor(event(1, DataCategory.ERROR, 1, 8000), 1)).isFalse();

    assertThat(shed()).isEmpty();

    assertThat(inHand.state()).isEqualTo(StoredEvent.State.LEASED);
    assertThat(holdings.leased()).isEqualTo(1);
  }

  @Test
  void makeRoomFor_letsDeadLettersGoBeforeLiveEvents() {
    add(event(1, DataCategory.ERROR, 0, 4000));
    add(event(1, DataCategory.ERROR, 1, 4000));
    StoredEvent refused = lease();
    holdings.remove(refused);
    dead.add(refused.event(), "400", 2);

    Event incoming = event(1, DataCategory.ERROR, 2, 4000);
    assertThat(makeRoomFor(incoming, 2)).isTrue();

    assertThat(shed()).isEmpty();

    assertThat(shedder.hasRoomFor(incoming)).isTrue();
    assertThat(dead.size()).isZero();
    assertThat(dead.bytes()).isZero();
    assertThat(dead.total()).isEqualTo(1);
    assertThat(holdings.ready()).isEqualTo(1);
  }

  @Test
  void makeRoomFor_givesUpNothingInVain() {
    add(event(1, DataCategory.ERROR, 0, 6000));
    StoredEvent inHand = lease();
    add(event(1, DataCategory.ERROR, 1, 1000));
    add(event(1, DataCategory.SESSION, 2, 1000));

    assertThat(makeRoomFor(event(1, DataCategory.ERROR, 3, 5000), 3)).isFalse();
    assertThat(shed()).isEmpty();
    assertThat(holdings.ready()).isEqualTo(2);
    assertThat(makeRoomFor(event(1, DataCategory.ERROR, 3, 4000), 3)).isTrue();
    assertThat(shed()).isEqualTo(Map.of(ShedReason.SESSION, 1, ShedReason.OLDEST, 1));
    assertThat(inHand.state()).isEqualTo(StoredEvent.State.LEASED);
  }

  @Test
  void makeRoomFor_countsOnlyWhatLiesAboveTheFairShare() {
    add(event(1, DataCategory.ERROR, 0, 2500));
    add(event(1, DataCategory.ERROR, 1, 2500));
    add(event(2, DataCategory.ERROR, 2, 2500));
    // Three projects: the first holds about 2,350 bytes more than its share, the second less.
    assertThat(makeRoomFor(event(3, DataCategory.ERROR, 3, 3500), 3)).isFalse();
    assertThat(holdings.ready()).isEqualTo(3);
    assertThat(makeRoomFor(event(3, DataCategory.ERROR, 3, 2500), 3)).isTrue();
    assertThat(holdings.projects.keySet()).containsExactly(1L, 2L);
    assertThat(holdings.ready()).isEqualTo(2);
  }

  @Test
  void makeRoomFor_letsAnExpiredVictimCountAsExpired() {
    add(event(1, DataCategory.ERROR, 0, 8000));

    assertThat(makeRoomFor(event(1, DataCategory.ERROR, 2 * MAX_AGE, 8000), 2 * MAX_AGE)).isTrue();

    assertThat(shed()).containsExactly(Map.entry(ShedReason.EXPIRED, 1));
    assertThat(shedder.expired()).isEqualTo(1);
    assertThat(shedder.shed()).isZero();
  }

  @Test
  void delay_isCountedUntilItEnds() {
    add(event(1, DataCategory.ERROR, 0, 1000));
    add(event(1, DataCategory.ERROR, 1, 1000));
    long before = holdings.bytes();
    holdings.delay(lease(), 5000, "lane");
    long one = holdings.bytes() - before;
    holdings.delay(lease(), 5000, "lane");
    long two = holdings.bytes() - before;

    assertThat(one).isGreaterThan(Delay.BYTES);
    assertThat(two).as("they share the lane").isEqualTo(one + Delay.BYTES);
    assertThat(holdings.projects.get(1L).bytes).isEqualTo(before + 2 * Delay.BYTES);
    assertThat(holdings.release("lane", 1)).isEqualTo(1);
    assertThat(holdings.bytes()).isEqualTo(before + one);
    assertThat(holdings.release("lane", 5)).isEqualTo(1);
    assertThat(holdings.release("lane", 5)).isZero();
    assertThat(holdings.bytes()).isEqualTo(before);
  }

  @Test
  void keepBound_shedsForWhatADelayTakes() {
    add(event(1, DataCategory.ERROR, 0, 5000));
    add(event(1, DataCategory.ERROR, 1, 5000));
    holdings.delay(lease(), 5000, "lane");
    assertThat(shedder.isOverBound()).isTrue();

    shedder.keepBound(1, 2, drops);

    assertThat(shedder.isOverBound()).isFalse();
    assertThat(shed()).containsExactly(Map.entry(ShedReason.OLDEST, 1));
    assertThat(holdings.parked()).isEqualTo(1);
  }

  @Test
  void expire_countsOnceAndFindsDelayedOnes() {
    add(event(1, DataCategory.ERROR, 0, 10));
    holdings.delay(lease(), 5000, null);
    add(event(2, DataCategory.SESSION, 0, 10));
    add(event(2, DataCategory.ERROR, 1, 10));

    assertThat(expire(MAX_AGE)).isZero();
    assertThat(expire(MAX_AGE + 1)).isEqualTo(2);
    assertThat(expire(MAX_AGE + 1)).isZero();
    assertThat(expire(MAX_AGE + 2)).isEqualTo(1);
    assertThat(shedder.expired()).isEqualTo(3);
    assertThat(holdings.projects).isEmpty();
    assertThat(holdings.bytes()).isZero();
  }

  @Test
  void expire_seesWhatCameBackAfterTheLastLook() {
    add(event(1, DataCategory.ERROR, 0, 10));
    StoredEvent inHand = lease();
    assertThat(expire(MAX_AGE + 1)).isZero();

    holdings.giveBack(inHand);
    shedder.onHeld(inHand);

    assertThat(expire(MAX_AGE + 1)).isEqualTo(1);
  }

  @Test
  void projects_thatHoldNothingReadyLeaveTheLineAtOnce() {
    for (int round = 0; round < 100; round++) {
      long arrived = round * 10_000L;
      add(event(1 + round % 3, DataCategory.ERROR, arrived, 10));
      assertThat(expire(arrived + MAX_AGE + 1)).isEqualTo(1);
      assertThat(holdings.projectsInLine()).isZero();
    }
    assertThat(holdings.projects).isEmpty();
    assertNobodyIsRanked();
  }

  @Test
  void books_balanceAfterEveryKindOfEnd() {
    for (int i = 0; i < 4; i++) {
      add(event(1 + i % 2, DataCategory.ERROR, i, 10));
    }
    assertThat(holdings.projectsInLine()).isEqualTo(2);
    holdings.remove(lease());
    holdings.giveBack(lease());
    holdings.delay(lease(), 9, null);
    assertThat(holdings.ready()).isEqualTo(2);
    assertThat(holdings.delayed()).isEqualTo(1);
    assertThat(holdings.leased()).isZero();
    holdings.wakeDelayed(8, 10);
    assertThat(holdings.delayed()).isEqualTo(1);
    holdings.wakeDelayed(9, 10);
    assertThat(holdings.ready()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      holdings.remove(lease());
    }

    assertThat(holdings.pass(QueueOrder.NEWEST_FIRST, Paused.NOTHING).isOver()).isTrue();
    assertThat(holdings.projects).isEmpty();
    assertNobodyIsRanked();
    assertThat(holdings.projectsInLine()).isZero();
    assertThat(holdings.bytes()).isZero();
  }

  @Test
  void lease_asksWhoHasNothingToGiveOnceInAPass() {
    int projects = 50;
    for (int project = 1; project <= projects; project++) {
      add(event(project, DataCategory.ERROR, project, 10));
    }
    for (int i = 0; i < 10; i++) {
      add(event(7, DataCategory.ERROR, 100 + i, 10));
    }
    AtomicInteger asked = new AtomicInteger();
    Line.Pass pass =
        holdings.pass(
            QueueOrder.NEWEST_FIRST,
            (project, category) -> {
              asked.incrementAndGet();
              return project != 7;
            });
    int leased = 0;
    while (!pass.isOver()) {
      leased += holdings.lease(pass) == null ? 0 : 1;
    }
    pass.end();
    assertThat(leased).isEqualTo(11);
    assertThat(asked.get()).isEqualTo(projects - 1 + 11);
    assertThat(holdings.projectsInLine()).isEqualTo(projects - 1);
  }

  @Test
  void lease_passesOverWhatIsPausedAndKeepsItInLine() {
    add(event(1, DataCategory.ERROR, 0, 10));
    add(event(1, DataCategory.SESSION, 1, 10));
    add(event(2, DataCategory.ERROR, 2, 10));

    Line.Pass nothing = holdings.pass(QueueOrder.NEWEST_FIRST, (project, category) -> true);
    for (int look = 0; look < 2; look++) {
      assertThat(nothing.isOver()).isFalse();
      assertThat(holdings.lease(nothing)).isNull();
    }
    assertThat(nothing.isOver()).isTrue();
    nothing.end();
    Line.Pass sessions =
        holdings.pass(
            QueueOrder.NEWEST_FIRST, (project, category) -> category != DataCategory.SESSION);
    StoredEvent session = holdings.lease(sessions);
    assertThat(session).isNotNull();
    assertThat(session.event().category()).isEqualTo(DataCategory.SESSION);
    sessions.end();
    assertThat(holdings.projectsInLine()).isEqualTo(2);
  }

  private void add(Event event) {
    shedder.onHeld(holdings.add(event));
  }

  private StoredEvent lease() {
    Line.Pass pass = holdings.pass(QueueOrder.NEWEST_FIRST, Paused.NOTHING);
    StoredEvent stored = holdings.lease(pass);
    pass.end();
    assertThat(stored).isNotNull();
    return stored;
  }

  private boolean makeRoomFor(Event event, long nowMillis) {
    return shedder.makeRoomFor(event, nowMillis, drops);
  }

  private Map<ShedReason, Integer> shed() {
    return drops.result(true).shed();
  }

  private long expire(long nowMillis) {
    long before = shedder.expired();
    shedder.expire(nowMillis, drops);
    return shedder.expired() - before;
  }

  private void assertNobodyIsRanked() {
    for (ShedTier tier : ShedTier.values()) {
      assertThat(holdings.ranks.of(tier)).isEmpty();
    }
  }

  private static Event event(long project, DataCategory category, long arrivedAtMillis, int bytes) {
    Event empty = Event.builder(Route.STORE).project(project).build();
    int overhead =
        empty.accepted(project, "k", null, category, UnaryOperator.identity()).heapBytes();
    return Event.builder(Route.STORE)
        .project(project)
        .body(new byte[Math.max(0, bytes - overhead)])
        .arrivedAt(Instant.ofEpochMilli(arrivedAtMillis))
        .build()
        .accepted(project, "k", null, category, UnaryOperator.identity());
  }
}
