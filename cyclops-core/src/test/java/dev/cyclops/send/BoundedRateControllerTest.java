/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedRateControllerTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** Lets everything go at once, but for one in flight at the most when it is told so. */
  private static final class Unlimited implements RateController {
    private boolean waits;
    private int starts;
    private int results;

    @Override
    public void onStart(long nowNanos) {
      starts++;
    }

    @Override
    public void onResult(long startNanos, long nowNanos, Outcome outcome) {
      results++;
    }

    @Override
    public long nanosUntilSend(long nowNanos, int inFlight) {
      return waits ? WAIT_FOR_ANSWER : 0;
    }
  }

  private final Unlimited pace = new Unlimited();

  private static long sendsWithin(RateController controller, long from, long nanos, long wakeUp) {
    long sends = 0;
    for (long now = from; now - from < nanos; ) {
      long wait = controller.nanosUntilSend(now, 0);
      if (wait <= 0) {
        controller.onStart(now);
        sends++;
      } else {
        now += Math.max(wait, wakeUp);
      }
    }
    return sends;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 7, 100, 2500})
  void nanosUntilSend_keepsToTheRate(double rate) {
    RateController controller = RateController.atMost(rate, pace);
    long expected = Math.round(100 * rate);
    assertThat(sendsWithin(controller, Long.MAX_VALUE - SECOND, 100 * SECOND, 1))
        .isBetween(expected, expected + 1 + Math.round(rate / 100));
  }

  @Test
  void nanosUntilSend_reachesTheRateThoughItWakesUpLate() {
    RateController controller = RateController.atMost(2000, pace);
    assertThat(sendsWithin(controller, 0, 10 * SECOND, 3 * MILLI)).isBetween(19_980L, 20_021L);
  }

  @Test
  void nanosUntilSend_savesNothingUp() {
    RateController controller = RateController.atMost(1000, pace);
    sendsWithin(controller, 0, SECOND, 1);
    long later = 3600 * SECOND;
    assertThat(sendsWithin(controller, later, MILLI, 1)).isBetween(1L, 12L);
    RateController slow = RateController.atMost(2, pace);
    slow.onStart(0);
    slow.onStart(later);
    assertThat(slow.nanosUntilSend(later, 0)).isEqualTo(490 * MILLI);
  }

  @Test
  void nanosUntilSend_isThePaceWhereThatIsSlower() {
    RateController controller = RateController.atMost(1000, pace);
    assertThat(controller.nanosUntilSend(5, 0)).isZero();
    pace.waits = true;
    controller.onStart(5);
    controller.onResult(5, 6, RateController.Outcome.SUCCESS);
    assertThat(controller.nanosUntilSend(6, 1)).isEqualTo(RateController.WAIT_FOR_ANSWER);
    assertThat(pace.starts).isEqualTo(1);
    assertThat(pace.results).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 0.0009, 1_000_001, Double.NaN, Double.POSITIVE_INFINITY})
  void atMost_refusesWhatIsNoRate(double rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateController.atMost(rate, pace))
        .withMessageStartingWith("maxPerSecond is not within 0.001 to 1000000");
  }
}
