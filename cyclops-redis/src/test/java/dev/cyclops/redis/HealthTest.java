/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final long FAST = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long now = -5 * SECOND;
  private final Health health = new Health(now, FAST, () -> 0.5);

  /** Tries it whenever it asks for that; how long it took to be back. */
  private long nanosUntilBack() {
    long began = now;
    while (!health.isUp()) {
      now = health.nextProbeNanos();
      health.probed(now, FAST);
    }
    return now - began;
  }

  @Test
  void begins_there_andTriedAtOnce() {
    assertThat(health.isUp()).isTrue();
    assertThat(health.nextProbeNanos()).isEqualTo(now);
  }

  @Test
  void failed_isNewsOnce() {
    assertThat(health.failed(now)).isTrue();
    assertThat(health.failed(now + 1)).isFalse();
    assertThat(health.isUp()).isFalse();
  }

  @Test
  void failed_isTriedAgainAfterAQuarterOfASecond_moreOrLess() {
    Health early = new Health(now, FAST, () -> 0);
    Health late = new Health(now, FAST, () -> 1);
    early.failed(now);
    late.failed(now);

    assertThat(early.nextProbeNanos() - now).isEqualTo(187_500_000);
    assertThat(late.nextProbeNanos() - now).isEqualTo(312_500_000);
  }

  @Test
  void probed_isBackAfterThreeFastAnswers_butNotAfterTwo() {
    health.failed(now);

    assertThat(health.probed(now, FAST)).isFalse();
    assertThat(health.probed(now, FAST)).isFalse();
    assertThat(health.probed(now, FAST)).isTrue();
    assertThat(health.isUp()).isTrue();
  }

  @Test
  void probed_countsAnewAfterASlowAnswerOrAFailure() {
    health.failed(now);
    health.probed(now, FAST);
    health.probed(now, FAST);
    health.probed(now, FAST + 1);
    assertThat(health.probed(now, FAST)).isFalse();
    health.probed(now, FAST);
    health.failed(now);

    assertThat(health.probed(now, FAST)).isFalse();
  }

  @Test
  void firstOutage_isOverAsSoonAsItAnswers() {
    health.failed(now);

    assertThat(nanosUntilBack()).isLessThan(SECOND / 2);
  }

  @Test
  void relapse_doublesTheQuarantine_upToHalfAMinute() {
    health.failed(now);
    nanosUntilBack();

    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      now += SECOND;
      health.failed(now);
      assertThat(nanosUntilBack())
          .isBetween(seconds * SECOND, seconds * SECOND + Health.PROBE_EVERY_NANOS);
    }
  }

  @Test
  void outage_afterALongCalm_isAFirstOne() {
    health.failed(now);
    nanosUntilBack();
    now += SECOND;
    health.failed(now);
    nanosUntilBack();
    now += Health.CALM_NANOS;
    health.failed(now);

    assertThat(nanosUntilBack()).isLessThan(SECOND / 2);
  }

  @Test
  void firstOutage_hasNoQuarantine_evenShortlyAfterTheStart() {
    now += SECOND;
    health.failed(now);

    assertThat(nanosUntilBack()).isLessThan(SECOND / 2);
  }

  @Test
  void answered_putsTheNextProbeOff_onlyWhileItIsUp() {
    health.answered(now);
    assertThat(health.nextProbeNanos() - now).isEqualTo(Health.IDLE_NANOS);

    health.failed(now);
    health.answered(now);
    assertThat(health.nextProbeNanos() - now).isLessThan(Health.IDLE_NANOS / 2);
  }
}
