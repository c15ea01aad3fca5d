/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cyclops.send.RateController.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A bound that changes while the pace is looked for, against a Sentry of a hundred workers. */
class AdaptiveBoundTest {
  private static final long RESPONSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Deque<Long> starts = new ArrayDeque<>();
  private int bound = 64;
  private final RateController controller = RateController.adaptive(() -> bound);
  private long now = Long.MAX_VALUE - 10;
  private int most;

  /** Starts what may start, evenly within a response time, and takes in what was answered. */
  private void run(int responseTimes) {
    for (long step = 0; step < 100L * responseTimes; step++) {
      now += RESPONSE_NANOS / 100;
      while (!starts.isEmpty() && now - starts.peek() >= RESPONSE_NANOS) {
        controller.onResult(starts.remove(), now, Outcome.SUCCESS);
      }
      start(1);
    }
  }

  private void start(int max) {
    for (int i = 0; i < max && controller.nanosUntilSend(now, starts.size()) <= 0; i++) {
      controller.onStart(now);
      starts.add(now);
      most = Math.max(most, starts.size());
    }
  }

  private double limit() {
    return controller.pace().maxInFlight().orElseThrow();
  }

  @Test
  void lowerBound_letsEndWhatIsInFlightAndStartsNoMoreUntilBelow() {
    run(200);
    int before = starts.size();
    assertThat(before).isGreaterThan(32);

    bound = 8;
    start(100);
    assertThat(starts).hasSize(before);
    assertThat(limit()).isEqualTo(8);
    while (starts.size() > 8) {
      controller.onResult(starts.remove(), now, Outcome.SUCCESS);
      start(100);
    }
    assertThat(starts).hasSize(8);
    controller.onResult(starts.remove(), now, Outcome.SUCCESS);
    start(100);
    assertThat(starts).hasSize(8);
  }

  @Test
  void lowerBound_holdsAndIsUsed() {
    run(200);
    bound = 8;
    run(2);
    most = 0;
    run(400);

    assertThat(most).isEqualTo(8);
  }

  @Test
  void higherBound_isFoundFromWhereItWas() {
    bound = 4;
    run(200);
    assertThat(most).isEqualTo(4);

    bound = 64;
    run(200);
    assertThat(most).isBetween(33, 64);
  }

  @Test
  void bound_thatIsNoneIsRefused() {
    bound = 0;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> controller.nanosUntilSend(now, 0))
        .withMessage("maxInFlight < 1: 0");
  }
}
