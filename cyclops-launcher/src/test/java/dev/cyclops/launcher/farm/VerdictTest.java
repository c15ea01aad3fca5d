/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.fault.SentryView.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final Exchange A = new Exchange("a", 0, SECOND, 200, true, 1);
  private static final Exchange B = new Exchange("b", 0, SECOND, 200, true, 1);

  @Test
  void of_allArrivedOnce_nothingToSay() {
    Verdict verdict =
        Verdict.of(List.of(A, B), Map.of("a", List.of(at(2)), "b", List.of(at(5))), List.of());

    assertThat(verdict.acknowledged()).isEqualTo(2);
    assertThat(verdict.lost()).isEmpty();
    assertThat(verdict.duplicates()).isZero();
    assertThat(verdict.unexplained()).isEmpty();
    assertThat(verdict.strangers()).isEmpty();
    assertThat(verdict.longest()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void of_oneNeverArrived_isLost() {
    Verdict verdict = Verdict.of(List.of(A, B), Map.of("b", List.of(at(2))), List.of());

    assertThat(verdict.lost()).containsExactly("a");
  }

  @Test
  void of_refusedUnansweredOrDropped_isNotLost() {
    List<Exchange> exchanges =
        List.of(
            new Exchange("refused", 0, SECOND, 502, false, 1),
            new Exchange("unanswered", 0, SECOND, 0, false, 1),
            new Exchange("flood", 0, SECOND, 200, false, 1));

    Verdict verdict = Verdict.of(exchanges, Map.of(), List.of());

    assertThat(verdict.lost()).isEmpty();
    assertThat(verdict.acknowledged()).isZero();
  }

  @Test
  void of_twiceWithoutAFault_isUnexplained() {
    Verdict verdict = Verdict.of(List.of(A), Map.of("a", List.of(at(2), at(62))), List.of());

    assertThat(verdict.duplicates()).isEqualTo(1);
    assertThat(verdict.unexplained()).containsExactly("a");
  }

  @Test
  void of_twiceAndInHandAtAKill_isExplained() {
    Verdict verdict =
        Verdict.of(
            List.of(A),
            Map.of("a", List.of(at(2), at(62))),
            List.of(Fault.killed(1, 2 * SECOND + SECOND / 4)));

    assertThat(verdict.duplicates()).isEqualTo(1);
    assertThat(verdict.inHand()).isEqualTo(1);
    assertThat(verdict.unexplained()).isEmpty();
  }

  @Test
  void of_threeTimesWithOneKill_isUnexplained() {
    Verdict verdict =
        Verdict.of(
            List.of(A),
            Map.of("a", List.of(at(2), at(62), at(70))),
            List.of(Fault.killed(1, 2 * SECOND)));

    assertThat(verdict.unexplained()).containsExactly("a");
  }

  @Test
  void of_twiceAndAKillAtAnotherTime_isUnexplained() {
    Verdict verdict =
        Verdict.of(
            List.of(A), Map.of("a", List.of(at(2), at(62))), List.of(Fault.killed(1, 40 * SECOND)));

    assertThat(verdict.unexplained()).containsExactly("a");
  }

  @Test
  void of_sentByAFrozenOneWhenItWokeUp_isExplained() {
    Verdict verdict =
        Verdict.of(
            List.of(A),
            Map.of("a", List.of(at(63), at(70))),
            List.of(Fault.frozen(1, 2 * SECOND, 70 * SECOND - SECOND / 4)));

    assertThat(verdict.unexplained()).isEmpty();
  }

  @Test
  void of_sentByAFrozenOneLongAfterItWokeUp_isUnexplained() {
    List<Delivery> copies = List.of(at(63), at(75));

    assertThat(
            Verdict.of(
                    List.of(A),
                    Map.of("a", copies),
                    List.of(Fault.frozen(1, 2 * SECOND, 70 * SECOND)))
                .unexplained())
        .containsExactly("a");
    // Unless it took that long to wake up.
    assertThat(
            Verdict.of(
                    List.of(A),
                    Map.of("a", copies),
                    List.of(new Fault(1, SECOND, 2 * SECOND, 70 * SECOND, 74 * SECOND)))
                .unexplained())
        .isEmpty();
  }

  @Test
  void of_inHandWhenAKillWasAboutToBe_isExplained() {
    Verdict verdict =
        Verdict.of(
            List.of(A),
            Map.of("a", List.of(at(2), at(62))),
            List.of(Fault.killed(1, 2 * SECOND, 6 * SECOND)));

    assertThat(verdict.unexplained()).isEmpty();
  }

  @Test
  void of_arrivedThoughNobodyReported_isAStranger() {
    Verdict verdict = Verdict.of(List.of(), Map.of("x", List.of(at(2))), List.of());

    assertThat(verdict.strangers()).containsExactly("x");
  }

  private static Delivery at(long second) {
    return new Delivery(second * SECOND, second * SECOND);
  }
}
