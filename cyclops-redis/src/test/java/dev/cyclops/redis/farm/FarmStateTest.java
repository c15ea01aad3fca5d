/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.SharedLimit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FarmStateTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** About to overflow. */
  private long now = Long.MAX_VALUE - 10;

  private int bound = 12;
  private final FarmState state = new FarmState(() -> bound, now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static FarmAnswer answer(int instances, int permits, boolean leads) {
    return new FarmAnswer(instances, permits, leads, false, 0, false, "7", List.of(), List.of());
  }

  private boolean hear(int instances, int permits, boolean leads) {
    return state.heard(state.tell(now), answer(instances, permits, leads), now);
  }

  private void failFor(Duration time) {
    for (Duration left = time; !left.isNegative(); left = left.minus(SECOND)) {
      state.unheard(now);
      pass(SECOND);
    }
  }

  @Test
  void acquire_givesNothingBeforeTheFarmDid() {
    assertThat(state.acquire(1, now)).isZero();
    assertThat(state.leads(now)).isFalse();
    hear(3, 4, true);
    assertThat(state.acquire(9, now)).isEqualTo(4);
    assertThat(state.leads(now)).isTrue();
  }

  @Test
  void maxInFlight_followsItsBound_alsoAlone() {
    hear(3, 4, true);
    failFor(Duration.ofSeconds(4));
    assertThat(state.acquire(9, now)).isEqualTo(4);

    bound = 18;
    assertThat(state.maxInFlight()).isEqualTo(18);
    assertThat(state.acquire(9, now)).isEqualTo(2);
    bound = 6;
    assertThat(state.acquire(1, now)).isZero();
    state.release(5);
    assertThat(state.acquire(9, now)).isEqualTo(1);
  }

  @Test
  void tell_saysWhatWasUsedSinceTheLastTime() {
    hear(3, 4, true);
    state.acquire(3, now);
    state.release(2);
    FarmState.Told told = state.tell(now);
    assertThat(told.held()).isEqualTo(4);
    assertThat(told.inUse()).isEqualTo(1);
    assertThat(told.mostInUse()).isEqualTo(3);
    assertThat(told.isShort()).isFalse();
    assertThat(told.version()).isEqualTo("7");
    state.acquire(9, now);
    assertThat(state.tell(now).isShort()).isTrue();
    assertThat(state.tell(now).isShort()).isFalse();
  }

  @Test
  void tell_claimsWhatIsInUseAboveTheShare() {
    hear(1, 12, true);
    state.acquire(10, now);
    hear(2, 6, true);
    assertThat(state.tell(now).held()).isEqualTo(10);
    state.release(5);
    assertThat(state.tell(now).held()).isEqualTo(6);
    assertThat(state.acquire(5, now)).isEqualTo(1);
  }

  @Test
  void acquire_givesNothingAfterAStandstill() {
    hear(3, 4, true);
    pass(SECOND);
    assertThat(state.leads(now)).isTrue();
    assertThat(state.acquire(1, now)).isEqualTo(1);
    pass(SECOND);
    assertThat(state.leads(now)).isFalse();
    assertThat(state.acquire(1, now)).isZero();
    hear(3, 4, true);
    assertThat(state.acquire(1, now)).isEqualTo(1);
  }

  @Test
  void unheard_keepsTheShareAndThenTakesAnEqualOne() {
    hear(3, 1, false);
    assertThat(state.unheard(now)).isTrue();
    assertThat(state.unheard(now)).isFalse();
    assertThat(state.isConnected()).isFalse();
    assertThat(state.acquire(9, now)).isEqualTo(1);
    assertThat(state.leads(now)).isFalse();

    failFor(Duration.ofSeconds(2));
    assertThat(state.acquire(9, now)).isEqualTo(3);
    assertThat(state.leads(now)).isTrue();
    assertThat(state.instances()).isEqualTo(3);

    assertThat(hear(3, 1, false)).isTrue();
    assertThat(state.isConnected()).isTrue();
    assertThat(state.leads(now)).isFalse();
    assertThat(hear(3, 1, false)).isFalse();
  }

  @Test
  void unheard_leavesOnePermitAtLeast() {
    hear(50, 0, false);
    failFor(Duration.ofSeconds(3));
    assertThat(state.acquire(9, now)).isEqualTo(1);
  }

  @Test
  void takeProbe_aloneIsAsManyTimesAsRareAsThereWereInstances() {
    hear(3, 4, true);
    failFor(Duration.ofSeconds(3));
    state.openBreaker(SECOND, now);
    assertThat(state.nanosUntilProbe(now)).isEqualTo(3 * SECOND.toNanos());
    pass(Duration.ofSeconds(3));
    state.unheard(now);
    assertThat(state.takeProbe(SECOND, now)).isTrue();
    assertThat(state.takeProbe(SECOND, now)).isFalse();
    assertThat(state.nanosUntilProbe(now)).isEqualTo(3 * SECOND.toNanos());
  }

  @Test
  void breaker_isNotUndoneByAnAnswerFromBefore() {
    FarmState.Told before = state.tell(now);
    state.openBreaker(SECOND, now);
    assertThat(state.isUrgent()).isTrue();
    state.heard(before, answer(2, 4, true), now);
    assertThat(state.isBreakerOpen()).isTrue();
    assertThat(state.tell(now).breaker().news()).isEqualTo("open");
    hear(2, 4, true);
    assertThat(state.isBreakerOpen()).isFalse();
    assertThat(state.isUrgent()).isFalse();
  }

  @Test
  void breaker_thatNobodyHeardOfIsToldAgain() {
    state.openBreaker(SECOND, now);
    state.tell(now);
    state.unheard(now);
    assertThat(state.tell(now).breaker().news()).isEqualTo("open");
    state.closeBreaker();
    assertThat(state.tell(now).breaker().news()).isEqualTo("close");
  }

  @Test
  void takeProbe_isAnsweredOnceTheFarmGaveIt() {
    state.openBreaker(Duration.ZERO, now);
    assertThat(state.takeProbe(SECOND, now)).isFalse();
    FarmState.Told told = state.tell(now);
    assertThat(told.breaker().wantedProbeMillis()).isEqualTo(1000);
    FarmAnswer given = new FarmAnswer(2, 4, true, true, 1000, true, "7", List.of(), List.of());
    state.heard(told, given, now);
    assertThat(state.nanosUntilProbe(now)).isZero();
    assertThat(state.takeProbe(SECOND, now)).isTrue();
    assertThat(state.takeProbe(SECOND, now)).isFalse();
    assertThat(state.nanosUntilProbe(now)).isEqualTo(SECOND.toNanos());
  }

  @Test
  void takeProbe_lapsesWhenItIsNotTaken() {
    state.openBreaker(Duration.ZERO, now);
    state.takeProbe(SECOND, now);
    FarmAnswer given = new FarmAnswer(2, 4, true, true, 5000, true, "7", List.of(), List.of());
    state.heard(state.tell(now), given, now);
    pass(SECOND);
    assertThat(state.takeProbe(SECOND, now)).isFalse();
    assertThat(state.nanosUntilProbe(now)).isEqualTo(4 * SECOND.toNanos());
  }

  @Test
  void limits_areToldUntilTheyWereHeard() {
    SharedLimit limit = new SharedLimit(1, "key", "key", "error", "why", SECOND);
    state.learned(limit, now);
    FarmState.Told told = state.tell(now);
    assertThat(told.limits().args()).hasSize(3);
    state.unheard(now);
    told = state.tell(now);
    assertThat(told.limits().args()).hasSize(3);
    pass(Duration.ofMillis(10));
    state.learned(limit, now);
    state.heard(told, answer(2, 4, true), now);
    assertThat(state.tell(now).limits().args()).as("stated anew since").hasSize(3);
    hear(2, 4, true);
    assertThat(state.tell(now).limits().args()).isEmpty();
  }
}
