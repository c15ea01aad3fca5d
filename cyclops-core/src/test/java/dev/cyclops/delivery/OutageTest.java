/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.Farm;
import dev.cyclops.send.SendResult;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutageTest {
  private static final SendResult AWAY = SendResult.answered(503, null, null);

  private final AtomicLong nanos = new AtomicLong(-TimeUnit.MILLISECONDS.toNanos(300));
  private final Farm farm = Farm.alone(8, nanos::get);

  /** Draws the middle: three quarters of the doubled pause. */
  private final Outage outage = new Outage(farm, new RetryPolicy(() -> 0.5));

  private long pausedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(farm.nanosPaused());
  }

  private void fail(long startNanos) {
    outage.onFailure(AWAY, startNanos, nanos.get());
  }

  @Test
  void outage_isClosedAtFirst() {
    assertThat(outage.isOpen()).isFalse();
    assertThat(outage.maxInFlight()).isEqualTo(Integer.MAX_VALUE);
    outage.onSuccess(nanos.get());
    assertThat(outage.isOpen()).isFalse();
  }

  @Test
  void onFailure_pausesAllAndLetsOneProbeAtATime() {
    fail(nanos.get() - 1);

    assertThat(outage.isOpen()).isTrue();
    assertThat(outage.maxInFlight()).isOne();
    assertThat(pausedMillis()).isEqualTo(187);
  }

  @Test
  void onFailure_ofOneBurstCountsOnce() {
    long start = nanos.get();
    fail(start);
    long end = nanos.get() + farm.nanosPaused();
    for (int i = 0; i < 50; i++) {
      nanos.incrementAndGet();
      fail(start);
    }

    assertThat(nanos.get() + farm.nanosPaused()).isEqualTo(end);
    fail(nanos.get());
    assertThat(pausedMillis()).isEqualTo(375);
  }

  @Test
  void onFailure_ofEachProbeDoublesThePause() {
    long[] expected = {187, 375, 750, 1500, 3000, 3750, 3750};
    for (long millis : expected) {
      long start = nanos.incrementAndGet();
      nanos.incrementAndGet();
      fail(start);
      assertThat(pausedMillis()).isEqualTo(millis);
      nanos.addAndGet(farm.nanosPaused());
    }
  }

  @Test
  void onFailure_obeysRetryAfter() {
    outage.onFailure(SendResult.answered(503, "20", null), nanos.get() - 1, nanos.get());

    assertThat(pausedMillis()).isEqualTo(20_000);
  }

  @Test
  void onSuccess_endsItAtOnceAndForgetsThePauses() {
    fail(nanos.get() - 1);
    nanos.incrementAndGet();
    fail(nanos.get());
    outage.onSuccess(nanos.get());

    assertThat(outage.isOpen()).isFalse();
    assertThat(outage.maxInFlight()).isEqualTo(Integer.MAX_VALUE);
    assertThat(farm.nanosPaused()).isZero();

    nanos.incrementAndGet();
    fail(nanos.get());
    assertThat(pausedMillis()).isEqualTo(187);
  }
}
