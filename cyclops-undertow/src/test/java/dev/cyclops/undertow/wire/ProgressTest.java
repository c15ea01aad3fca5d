/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final Progress progress = new Progress(SECONDS.toNanos(30), 500, SECONDS.toNanos(5));

  @Test
  void isTooSlow_onlyBelowTheRateAndAfterTheGrace() {
    assertThat(progress.isTooSlow(SECONDS.toNanos(5) - 1, 0)).isFalse();
    assertThat(progress.isTooSlow(SECONDS.toNanos(5), 2499)).isTrue();
    assertThat(progress.isTooSlow(SECONDS.toNanos(5), 2500)).isFalse();
    assertThat(progress.isTooSlow(SECONDS.toNanos(20), 9999)).isTrue();
  }

  @Test
  void isTooSlow_atTheEndHoweverMuchHasCome() {
    assertThat(progress.isTooSlow(SECONDS.toNanos(30) - 1, Long.MAX_VALUE)).isFalse();
    assertThat(progress.isTooSlow(SECONDS.toNanos(30), Long.MAX_VALUE)).isTrue();
  }

  @Test
  void isTooSlow_withoutARateOnlyAtTheEnd() {
    Progress patient = new Progress(SECONDS.toNanos(30), 0, SECONDS.toNanos(5));

    assertThat(patient.isTooSlow(SECONDS.toNanos(29), 0)).isFalse();
    assertThat(patient.nextCheckNanos(SECONDS.toNanos(10))).isEqualTo(SECONDS.toNanos(20));
  }

  @Test
  void nextCheck_isNeverBehindTheEnd() {
    assertThat(progress.nextCheckNanos(0)).isEqualTo(SECONDS.toNanos(5));
    assertThat(progress.nextCheckNanos(SECONDS.toNanos(28))).isEqualTo(SECONDS.toNanos(2));
  }
}
