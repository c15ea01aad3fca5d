/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cyclops.send.RateController.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CappedRateControllerTest {
  private static final long SECOND = 1_000_000_000;

  /** The clock stands just before its overflow. */
  private long now = Long.MAX_VALUE - SECOND;

  private static RateController unlimited() {
    return RateController.percentile(1, Duration.ofNanos(1));
  }

  private static RateController waiting(long nanos) {
    return new RateController() {
      @Override
      public void onStart(long nowNanos) {}

      @Override
      public void onResult(long startNanos, long nowNanos, Outcome outcome) {}

      @Override
      public long nanosUntilSend(long nowNanos, int inFlight) {
        return nanos;
      }
    };
  }

  private int startsWithin(RateController controller, long nanos) {
    long end = now + nanos;
    int starts = 0;
    while (end - now > 0) {
      long wait = controller.nanosUntilSend(now, 0);
      if (wait == 0) {
        controller.onStart(now);
        starts++;
      } else {
        now += Math.min(wait, end - now);
      }
    }
    return starts;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 7, 100, 2000})
  void nanosUntilSend_keepsToTheBound(double perSecond) {
    RateController controller = RateController.atMost(waiting(0), perSecond);

    assertThat((double) startsWithin(controller, 20 * SECOND))
        .isBetween(20 * perSecond * 0.99, 20 * perSecond + Math.max(1, perSecond / 20));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 7, 100, 2000})
  void nanosUntilSend_savesUpNoMoreThan50MillisecondsWhileIdle(double perSecond) {
    RateController controller = RateController.atMost(waiting(0), perSecond);
    startsWithin(controller, 5 * SECOND);
    now += Duration.ofHours(1).toNanos();

    int burst = 0;
    while (controller.nanosUntilSend(now, 0) == 0) {
      controller.onStart(now);
      burst++;
    }
    assertThat(burst).isEqualTo((int) Math.max(1, perSecond / 20));
  }

  @Test
  void nanosUntilSend_neverGoesBelowTheOtherController() {
    RateController slower = RateController.atMost(waiting(5), 1);
    assertThat(slower.nanosUntilSend(now, 0)).isEqualTo(5);

    RateController waiting = RateController.atMost(waiting(RateController.WAIT_FOR_ANSWER), 1);
    waiting.onStart(now);
    assertThat(waiting.nanosUntilSend(now, 1)).isEqualTo(RateController.WAIT_FOR_ANSWER);
  }

  @Test
  void onStartAndOnResult_reachTheOtherController() {
    RateController percentile = RateController.percentile(10, Duration.ofSeconds(10));
    RateController controller = RateController.atMost(percentile, 1000);
    controller.onStart(now);
    controller.onResult(now, now + 2 * SECOND, Outcome.SUCCESS);

    assertThat(controller.nanosUntilSend(now, 0)).isEqualTo(2 * SECOND);
  }

  @Test
  void share_stretchesTheIntervalFromTheLastStartOn() {
    RateController controller = RateController.atMost(waiting(0), 2);
    controller.onStart(now);
    assertThat(controller.share(4, false)).isEqualTo(0.25);
    assertThat(controller.nanosUntilSend(now, 0)).isEqualTo(2 * SECOND);
    controller.share(1, true);
    assertThat(controller.nanosUntilSend(now, 0)).isEqualTo(SECOND / 2);
  }

  @Test
  void share_leavesAlmostAllToTheOneThatLeads() {
    RateController controller = RateController.atMost(RateController.adaptive(8), 1);
    assertThat(controller.share(4, true)).isGreaterThan(0.95);
    controller.onStart(now);
    controller.onResult(now, now, Outcome.SUCCESS);
    assertThat(controller.nanosUntilSend(now, 0)).isBetween(SECOND, SECOND * 21 / 20);
  }

  @Test
  void controller_checksItsValues() {
    for (double wrong : new double[] {0, -1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RateController.atMost(unlimited(), wrong))
          .withMessage("maxPerSecond <= 0: " + wrong);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateController.adaptive(0))
        .withMessage("maxInFlight < 1: 0");
  }

  @Test
  void nanosUntilSend_followsABoundThatChanges() {
    AtomicReference<Double> bound = new AtomicReference<>(Double.POSITIVE_INFINITY);
    RateController controller = RateController.atMost(waiting(0), bound::get);
    controller.onStart(now);
    assertThat(controller.nanosUntilSend(now, 1)).isZero();

    bound.set(2.0);
    assertThat(startsWithin(controller, 20 * SECOND)).isBetween(39, 41);
    bound.set(100.0);
    assertThat(startsWithin(controller, 20 * SECOND)).isBetween(1990, 2010);
    bound.set(Double.POSITIVE_INFINITY);
    controller.onStart(now);
    assertThat(controller.nanosUntilSend(now, 1)).isZero();
  }
}
