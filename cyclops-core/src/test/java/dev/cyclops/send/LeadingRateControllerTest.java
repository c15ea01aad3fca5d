/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.RateController.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeadingRateControllerTest {
  private static final long RESPONSE = Duration.ofMillis(20).toNanos();

  private final List<String> told = new ArrayList<>();
  private final RateController controller =
      new LeadingRateController(
          new RateController() {
            @Override
            public void onStart(long nowNanos) {
              told.add("start " + nowNanos);
            }

            @Override
            public void onResult(long startNanos, long nowNanos, Outcome outcome) {
              told.add("end " + startNanos);
            }

            @Override
            public long nanosUntilSend(long nowNanos, int inFlight) {
              return inFlight < 2 ? 0 : WAIT_FOR_ANSWER;
            }
          });

  @Test
  void share_isAlmostAllOfTheOneThatLeads() {
    assertThat(controller.share(1, true)).isEqualTo(1);
    double lead = controller.share(5, true);
    double other = controller.share(5, false);
    assertThat(lead + 4 * other).isBetween(0.95, 1.0);
    assertThat(lead).isGreaterThan(0.95);
  }

  @Test
  void nanosUntilSend_ofAnotherLetsOneThroughNowAndThen() {
    controller.share(3, false);
    assertThat(controller.nanosUntilSend(7, 0)).isZero();
    controller.onStart(7);
    assertThat(controller.nanosUntilSend(7, 1)).isEqualTo(RateController.WAIT_FOR_ANSWER);
    controller.onResult(7, 7 + RESPONSE, Outcome.SUCCESS);

    // A fiftieth of a worker, of which each of three has a third.
    assertThat(controller.nanosUntilSend(7 + RESPONSE, 0)).isEqualTo(149 * RESPONSE);
    assertThat(controller.nanosUntilSend(7 + 150 * RESPONSE, 0)).isZero();
    assertThat(told).isEmpty();
  }

  @Test
  void nanosUntilSend_ofAnotherIsAMinuteAtMost() {
    controller.share(3, false);
    controller.onStart(0);
    controller.onResult(0, Duration.ofSeconds(30).toNanos(), Outcome.SUCCESS);
    assertThat(controller.nanosUntilSend(0, 0)).isEqualTo(Duration.ofMinutes(1).toNanos());
  }

  @Test
  void onResult_ofWhatWasSentAsideIsNotTold() {
    controller.share(2, false);
    controller.onStart(1);
    controller.share(2, true);
    assertThat(controller.nanosUntilSend(2, 1)).isZero();
    controller.onStart(2);
    controller.onStart(3);
    assertThat(controller.nanosUntilSend(3, 3)).isEqualTo(RateController.WAIT_FOR_ANSWER);
    controller.onResult(1, 4, Outcome.SUCCESS);
    controller.onResult(3, 4, Outcome.SUCCESS);

    assertThat(told).containsExactly("start 2", "start 3", "end 3");
  }

  @Test
  void onResult_ofWhatWasSentWhileItLedIsTold() {
    controller.share(2, true);
    controller.onStart(1);
    controller.share(2, false);
    assertThat(controller.nanosUntilSend(2, 1)).isEqualTo(RateController.WAIT_FOR_ANSWER);
    controller.onResult(1, 2, Outcome.FAILED);

    assertThat(told).containsExactly("start 1", "end 1");
  }
}
