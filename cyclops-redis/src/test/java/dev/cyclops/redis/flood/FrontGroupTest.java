/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.Hit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FrontGroupTest {
  private static final long PLACES = 3;
  private static final long WINDOW = 1000;
  private static final long PATIENCE = 50;

  private final FrontGroup group = new FrontGroup(PLACES, PATIENCE);
  private final List<CompletableFuture<Hit>> entered = new ArrayList<>();

  private Boolean enter(long now) {
    CompletableFuture<Hit> stage = new CompletableFuture<>();
    entered.add(stage);
    return group.enter(stage, now);
  }

  private FrontGroup.Next answer(long count, long left, long now) {
    return group.answered(new FloodCount(count, left, 0, 7), now, now);
  }

  @Test
  void enter_sendsNoMoreThanItTakesToSeeAWindowClosed() {
    for (int i = 0; i < PLACES + 1; i++) {
      assertThat(enter(0)).isTrue();
    }
    assertThat(enter(0)).isFalse();
    assertThat(answer(1, WINDOW, 0).sent()).isEmpty();
    assertThat(enter(0)).isFalse();
  }

  @Test
  void answered_sendsThoseThatWaitWhenAWindowHasBegunMeanwhile() {
    for (int i = 0; i < 8; i++) {
      enter(0);
    }
    answer(3, 1, 0);
    // The next window: three places, of which this one and the two in flight take up all.
    FrontGroup.Next next = answer(1, WINDOW, 10);
    assertThat(next.counted()).isEmpty();
    assertThat(next.sent()).containsExactly(entered.get(4));
  }

  @Test
  void answered_asksNoMoreForThoseThatHaveWaitedForTooLong() {
    for (int i = 0; i < 5; i++) {
      enter(0);
    }
    enter(1);
    answer(3, 1, PATIENCE);

    FrontGroup.Next next = answer(1, WINDOW, PATIENCE + 1);

    assertThat(next.late()).containsExactly(entered.get(4));
    assertThat(next.sent()).containsExactly(entered.get(5));
    assertThat(next.counted()).isEmpty();
  }

  @Test
  void answered_closesAWindowForAllThatWait() {
    for (int i = 0; i < 6; i++) {
      enter(0);
    }
    FrontGroup.Next next = answer(4, WINDOW, 0);
    assertThat(next.closed()).isNotNull();
    assertThat(next.counted().stream().map(FrontGroup.Counted::stage))
        .containsExactly(entered.get(4), entered.get(5));
    assertThat(next.counted().stream().map(each -> each.hit().count())).containsExactly(5L, 6L);
    assertThat(group.closedHit(1)).isEqualTo(new Hit(7, WINDOW - 1, 0));
    assertThat(group.closedHit(WINDOW)).isNull();
  }

  @Test
  void enter_sendsOneHitOnlyWhenAClosedWindowEnds() {
    enter(0);
    answer(4, WINDOW, 0);
    assertThat(group.closedHit(1)).isNotNull();
    assertThat(enter(WINDOW)).isTrue();
    assertThat(group.handOver(WINDOW)).isEqualTo(new HandOver(7, 1));
    assertThat(group.handOver(WINDOW)).isNull();
    assertThat(enter(WINDOW)).isFalse();
    assertThat(enter(WINDOW)).isFalse();
    FrontGroup.Next next = answer(1, WINDOW, WINDOW);
    assertThat(next.sent()).hasSize(2);
  }

  @Test
  void failed_answersAllThatWait() {
    for (int i = 0; i < 6; i++) {
      enter(0);
    }
    assertThat(group.failed()).containsExactly(entered.get(4), entered.get(5));
    assertThat(group.leaveIfIdle(0)).isFalse();
  }

  @Test
  void leaveIfIdle_leavesWhenNothingIsKnown() {
    enter(0);
    assertThat(answer(2, WINDOW, 0).idle()).isTrue();
    assertThat(enter(0)).isNull();
  }

  @Test
  void leaveIfIdle_staysWhileAWindowIsClosed() {
    enter(0);
    assertThat(answer(4, WINDOW, 0).idle()).isFalse();
    assertThat(group.leaveIfIdle(WINDOW)).isTrue();
  }
}
