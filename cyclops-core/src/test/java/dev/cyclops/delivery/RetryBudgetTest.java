/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** About to overflow. */
  private long now = Long.MAX_VALUE - 5 * SECOND;

  private final RetryBudget budget = new RetryBudget(now);

  /** Succeeds evenly. */
  private void succeed(int perSecond, int seconds) {
    for (int i = 0; i < perSecond * seconds; i++) {
      now += SECOND / perSecond;
      budget.onSuccess(now);
    }
  }

  /** How many are let go within a time when there are always more. */
  private int takenWithin(int seconds) {
    int taken = 0;
    for (int i = 0; i < seconds * 1000; i++) {
      now += SECOND / 1000;
      while (budget.take(now)) {
        taken++;
      }
    }
    return taken;
  }

  @Test
  void take_givesOneASecondWhenNothingSucceeds() {
    assertThat(takenWithin(60)).isBetween(60, 62);
  }

  @Test
  void take_givesAFifthOfTheSuccesses() {
    succeed(100, 60);
    int taken = 0;
    for (int i = 0; i < 100 * 60; i++) {
      now += SECOND / 100;
      budget.onSuccess(now);
      taken += budget.take(now) ? 1 : 0;
    }
    assertThat(taken).isBetween(1140, 1230);
  }

  @Test
  void take_savesUpNoMoreThanASecond() {
    succeed(100, 60);
    int taken = 0;
    while (budget.take(now)) {
      taken++;
    }
    assertThat(taken).isBetween(18, 22);
  }

  @Test
  void take_forgetsSuccessesOfLongAgo() {
    succeed(100, 60);
    now += 60 * SECOND;
    assertThat(takenWithin(60)).isBetween(60, 64);
  }

  @Test
  void giveBack_letsABacklogOfRepetitionsThatSucceedGrowFast() {
    int sent = 0;
    // Each is answered after 50 ms.
    for (int round = 0; round < 20 * 30; round++) {
      int inFlight = 0;
      while (inFlight < 100 && budget.take(now)) {
        inFlight++;
      }
      now += SECOND / 20;
      for (int i = 0; i < inFlight; i++) {
        budget.onSuccess(now);
        budget.giveBack(now);
      }
      sent += inFlight;
    }
    assertThat(sent).isGreaterThan(10_000);
  }

  @Test
  void reserve_handsOutOneAfterTheOtherUpToAMinute() {
    assertThat(budget.reserve(now)).isZero();
    assertThat(budget.reserve(now)).isZero();
    for (int i = 1; i <= 60; i++) {
      assertThat(budget.reserve(now)).isEqualTo(i * SECOND);
    }
    assertThat(budget.reserve(now)).isEqualTo(60 * SECOND);
    assertThat(budget.reserve(now)).isEqualTo(60 * SECOND);
    now += SECOND;
    assertThat(budget.reserve(now)).isEqualTo(60 * SECOND);
  }

  @Test
  void reserve_leavesNothingToTake() {
    budget.reserve(now);
    budget.reserve(now);
    assertThat(budget.take(now)).isFalse();
    now += SECOND;
    assertThat(budget.take(now)).isTrue();
    assertThat(budget.take(now)).isFalse();
  }

  @Test
  void spreadMillis_growsWithThoseThatAreTurnedAway() {
    assertThat(budget.spreadMillis()).isEqualTo(1000);
    while (budget.take(now)) {
      // Takes what there is.
    }
    for (int i = 0; i < 100; i++) {
      budget.take(now);
    }
    assertThat(budget.spreadMillis()).isBetween(2000L, 3000L);
    for (int i = 0; i < 1000; i++) {
      budget.take(now);
    }
    assertThat(budget.spreadMillis()).isEqualTo(60_000);
    takenWithin(60);
    while (budget.spreadMillis() > 1000) {
      now += SECOND;
      budget.take(now);
    }
    assertThat(budget.spreadMillis()).isEqualTo(1000);
  }
}
