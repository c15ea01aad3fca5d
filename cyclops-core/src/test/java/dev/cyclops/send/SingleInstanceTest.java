/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
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
  void acquire_followsABoundThatRises() {
    AtomicInteger bound = new AtomicInteger(1);
    Farm farm = Farm.alone(bound::get);
    assertThat(farm.acquire(3)).isEqualTo(1);

    bound.set(3);
    assertThat(farm.acquire(3)).isEqualTo(2);
    assertThat(farm.acquire(1)).isZero();
  }

  @Test
  void acquire_givesNothingUntilLessIsInFlightThanALowerBoundAllows() {
    AtomicInteger bound = new AtomicInteger(4);
    Farm farm = Farm.alone(bound::get);
    assertThat(farm.acquire(4)).isEqualTo(4);

    bound.set(2);
    assertThat(farm.acquire(1)).isZero();
    farm.release(2);
    assertThat(farm.acquire(1)).isZero();
    farm.release(1);
    assertThat(farm.acquire(3)).isEqualTo(1);
  }

  @Test
  void acquire_refusesABoundThatIsNone() {
    AtomicInteger bound = new AtomicInteger(4);
    Farm farm = Farm.alone(bound::get);
    bound.set(0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> farm.acquire(1))
        .withMessage("maxInFlight < 1: 0");
  }

  @Test
  void breaker_isClosedAtFirstAndGivesNoProbe() {
    assertThat(farm.isBreakerOpen()).isFalse();
    assertThat(farm.nanosUntilProbe()).isZero();
    assertThat(farm.takeProbe(Duration.ofNanos(100))).isFalse();
  }

  @Test
  void takeProbe_givesOneAfterEachPause() {
    farm.openBreaker(Duration.ofNanos(100));
    assertThat(farm.isBreakerOpen()).isTrue();
    assertThat(farm.nanosUntilProbe()).isEqualTo(100);
    nanos.addAndGet(99);
    assertThat(farm.takeProbe(Duration.ofNanos(50))).isFalse();
    nanos.addAndGet(1);
    assertThat(farm.nanosUntilProbe()).isZero();
    assertThat(farm.takeProbe(Duration.ofNanos(50))).isTrue();
    assertThat(farm.takeProbe(Duration.ofNanos(50))).isFalse();
    assertThat(farm.nanosUntilProbe()).isEqualTo(50);
    nanos.addAndGet(50);
    assertThat(farm.takeProbe(Duration.ofNanos(50))).isTrue();
  }

  @Test
  void openBreaker_neverBringsAProbeForward() {
    farm.openBreaker(Duration.ofNanos(100));
    farm.openBreaker(Duration.ofNanos(50));
    assertThat(farm.nanosUntilProbe()).isEqualTo(100);
    farm.openBreaker(Duration.ofNanos(150));
    assertThat(farm.nanosUntilProbe()).isEqualTo(150);
  }

  @Test
  void closeBreaker_forgetsTheProbes() {
    farm.openBreaker(Duration.ofNanos(100));
    farm.closeBreaker();
    assertThat(farm.isBreakerOpen()).isFalse();
    assertThat(farm.nanosUntilProbe()).isZero();
    farm.openBreaker(Duration.ofNanos(10));
    assertThat(farm.nanosUntilProbe()).isEqualTo(10);
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
