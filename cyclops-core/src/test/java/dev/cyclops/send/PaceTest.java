/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cyclops.send.RateController.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void percentile_tellsItsInterval_sharedByInstances() {
    RateController controller = RateController.percentile(10, Duration.ofMillis(100));
    assertThat(controller.pace().perSecond()).hasValue(10);

    controller.onStart(0);
    controller.onResult(0, TimeUnit.MILLISECONDS.toNanos(20), Outcome.SUCCESS);
    controller.share(2, true);

    assertThat(controller.pace().perSecond().orElseThrow()).isCloseTo(25, within(1e-6));
    assertThat(controller.pace().maxInFlight()).isEmpty();
  }

  @Test
  void adaptive_tellsItsLimit_andTheBaseOnceItIsKnown() {
    RateController controller = RateController.adaptive(8);
    assertThat(controller.pace().maxInFlight()).hasValue(1);
    assertThat(controller.pace().baseMillis()).isEmpty();

    long now = 0;
    for (int i = 0; i < 100; i++) {
      controller.onStart(now);
      controller.onResult(now, now += TimeUnit.MILLISECONDS.toNanos(20), Outcome.SUCCESS);
    }

    assertThat(controller.pace().baseMillis().orElseThrow()).isCloseTo(20, within(0.1));
    assertThat(controller.pace().perSecond()).isEmpty();
  }

  @Test
  void whoDoesNotLead_hasOneInFlight() {
    RateController controller = RateController.adaptive(8);
    controller.share(3, false);

    assertThat(controller.pace().maxInFlight()).hasValue(1);
  }

  @Test
  void cap_isTold_asFarAsItIsTheNarrowerBound() {
    RateController capped = RateController.atMost(RateController.adaptive(8), 5);
    assertThat(capped.pace().perSecond()).hasValue(5);
    assertThat(capped.pace().maxInFlight()).hasValue(1);

    RateController slow = RateController.percentile(10, Duration.ofSeconds(1));
    assertThat(RateController.atMost(slow, 5).pace().perSecond()).hasValue(1);
  }

  @Test
  void ofAnotherController_nothingIsKnown() {
    RateController other =
        new RateController() {
          @Override
          public void onStart(long nowNanos) {}

          @Override
          public void onResult(long startNanos, long nowNanos, Outcome outcome) {}

          @Override
          public long nanosUntilSend(long nowNanos, int inFlight) {
            return 0;
          }
        };

    assertThat(other.pace()).isEqualTo(Pace.UNKNOWN);
  }
}
