/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SingleInstanceTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
  private final Farm farm = Farm.alone(3, nanos::get);

  @Test
  void acquire_givesNoMoreThanThereIs() {
    assertThat(farm.acquire(2)).isEqualTo(2);
    assertThat(farm.acquire(2)).isEqualTo(1);
    assertThat(farm.acquire(1)).isZero();
    farm.release(2);
    assertThat(farm.acquire(5)).isEqualTo(2);
  }

  @Test
  void pause_runsOut() {
    assertThat(farm.nanosPaused()).isZero();
    farm.pause(Duration.ofNanos(100));
    assertThat(farm.nanosPaused()).isEqualTo(100);
    nanos.addAndGet(99);
    assertThat(farm.nanosPaused()).isEqualTo(1);
    nanos.addAndGet(1);
    assertThat(farm.nanosPaused()).isZero();
    nanos.addAndGet(Long.MIN_VALUE);
    assertThat(farm.nanosPaused()).isZero();
  }

  @Test
  void pause_thatEndsLaterStays() {
    farm.pause(Duration.ofNanos(100));
    farm.pause(Duration.ofNanos(50));
    assertThat(farm.nanosPaused()).isEqualTo(100);
    farm.pause(Duration.ofNanos(150));
    assertThat(farm.nanosPaused()).isEqualTo(150);
  }

  @Test
  void resume_endsAPause() {
    farm.pause(Duration.ofNanos(100));
    farm.resume();
    assertThat(farm.nanosPaused()).isZero();
    farm.pause(Duration.ofNanos(10));
    assertThat(farm.nanosPaused()).isEqualTo(10);
  }

  @Test
  void groupSecret_isACopyAndStaysTheSame() {
    byte[] secret = farm.groupSecret();
    byte[] copy = secret.clone();
    secret[0]++;

    assertThat(farm.groupSecret()).isEqualTo(copy).hasSize(16);
    assertThat(Farm.alone(3).groupSecret()).isNotEqualTo(copy);
  }

  @Test
  void farm_checksItsValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Farm.alone(0))
        .withMessage("maxInFlight < 1: 0");
  }
}
