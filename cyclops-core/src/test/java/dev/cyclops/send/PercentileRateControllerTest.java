/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cyclops.send.RateController.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PercentileRateControllerTest {
  private static final long MILLI = 1_000_000;
  private static final long MAX = 1000 * MILLI;

  private final RateController controller = RateController.percentile(100, Duration.ofNanos(MAX));

  /** The clock stands just before its overflow, and below zero after it. */
  private long now = Long.MAX_VALUE - 5 * MILLI;

  private void answer(long millis, Outcome outcome) {
    controller.onStart(now);
    long start = now;
    now += millis * MILLI;
    controller.onResult(start, now, outcome);
  }

  @Test
  void nanosUntilSend_letsTheFirstGoAtOnce() {
    assertThat(controller.nanosUntilSend(now, 0)).isZero();
    assertThat(controller.nanosUntilSend(-now, 5)).isZero();
  }

  @Test
  void nanosUntilSend_isTheLongestBeforeTheFirstAnswer() {
    controller.onStart(now);

    assertThat(controller.nanosUntilSend(now, 1)).isEqualTo(MAX);
    assertThat(controller.nanosUntilSend(now + 400 * MILLI, 1)).isEqualTo(600 * MILLI);
    assertThat(controller.nanosUntilSend(now + MAX, 1)).isZero();
  }

  @Test
  void nanosUntilSend_isTheMeanOfTheFastestFromStartToStart() {
    for (int i = 0; i < 9; i++) {
      answer(20, Outcome.SUCCESS);
    }
    answer(500, Outcome.SUCCESS);
    controller.onStart(now);

    assertThat(controller.nanosUntilSend(now, 1)).isEqualTo(20 * MILLI);
    assertThat(controller.nanosUntilSend(now + 15 * MILLI, 1)).isEqualTo(5 * MILLI);
    assertThat(controller.nanosUntilSend(now + 20 * MILLI, 1)).isZero();
  }

  @Test
  void nanosUntilSend_isBoundedWhenSentryIsSlow() {
    answer(30_000, Outcome.SUCCESS);
    controller.onStart(now);

    assertThat(controller.nanosUntilSend(now, 1)).isEqualTo(MAX);
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"REFUSED", "FAILED"})
  void onResult_takesNoSampleFromAFailure(Outcome outcome) {
    answer(0, outcome);
    assertThat(controller.nanosUntilSend(now, 0)).isEqualTo(MAX);
    answer(100, Outcome.SUCCESS);
    for (int i = 0; i < 50; i++) {
      answer(1, outcome);
    }
    controller.onStart(now);

    assertThat(controller.nanosUntilSend(now, 0)).isEqualTo(100 * MILLI);
  }

  @Test
  void nanosUntilSend_savesNothingUpWhileIdle() {
    answer(20, Outcome.SUCCESS);
    now += Duration.ofHours(1).toNanos();

    assertThat(controller.nanosUntilSend(now, 0)).isZero();
    controller.onStart(now);
    assertThat(controller.nanosUntilSend(now, 1)).isEqualTo(20 * MILLI);
  }

  @Test
  void onResult_forgetsOldSamples() {
    RateController last = RateController.percentile(2, Duration.ofNanos(MAX));
    for (long millis : new long[] {900, 10, 10}) {
      last.onStart(0);
      last.onResult(0, millis * MILLI, Outcome.SUCCESS);
    }

    assertThat(last.nanosUntilSend(0, 0)).isEqualTo(10 * MILLI);
  }

  @Test
  void controller_checksItsValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateController.percentile(0, Duration.ofMillis(1)))
        .withMessage("maxSamples < 1: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateController.percentile(1, Duration.ZERO))
        .withMessage("maxInterval <= 0: PT0S");
  }

  @Test
  void share_stretchesTheInterval() {
    RateController controller = RateController.percentile(10, Duration.ofSeconds(1));
    assertThat(controller.share(3, false)).isEqualTo(1.0 / 3);
    controller.onStart(0);
    assertThat(controller.nanosUntilSend(0, 1)).isEqualTo(3_000_000_000L);
    controller.onResult(0, 5_000_000, RateController.Outcome.SUCCESS);
    assertThat(controller.nanosUntilSend(5_000_000, 0)).isEqualTo(10_000_000);
    controller.share(2, true);
    assertThat(controller.nanosUntilSend(5_000_000, 0)).isEqualTo(5_000_000);
  }
}
