/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadScheduleTest {
  /** About to overflow, as a nanosecond counter may. */
  private static final long START = Long.MAX_VALUE - seconds(3);

  private static final long PERIOD = seconds(120);

  private double random;
  private final LoadSchedule schedule = new LoadSchedule(PERIOD, () -> random, START);

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private long due() {
    return schedule.nanosUntilDue(START, false, false);
  }

  private long dueWhenAsked() {
    return schedule.nanosUntilDue(START, true, false);
  }

  private long dueWhenKnocked() {
    return schedule.nanosUntilDue(START, false, true);
  }

  @Test
  void nanosUntilDue_ofTheFirstIsNone() {
    assertThat(due()).isZero();
    assertThat(schedule.nanosUntilDue(START - 5, false, false)).isEqualTo(5);
  }

  @Test
  void succeeded_letsTheNextOneEndWithinAPeriod() {
    schedule.succeeded(START, START + seconds(5), false);
    assertThat(due()).isEqualTo(seconds(115));
  }

  @Test
  void succeeded_shortensThePeriodAndNeverLengthensIt() {
    random = 0.999_999;
    schedule.succeeded(START, START, false);
    assertThat(due()).isBetween(seconds(108), seconds(109));
    random = 0;
    schedule.succeeded(START, START, false);
    assertThat(due()).isEqualTo(PERIOD);
  }

  @Test
  void succeeded_restsAsLongAsALongLoadTook() {
    schedule.succeeded(START, START + seconds(100), false);
    assertThat(due()).isEqualTo(seconds(200));
    schedule.succeeded(START, START + seconds(1000), false);
    assertThat(due()).isEqualTo(seconds(1120));
  }

  @Test
  void failed_isRepeatedSoonerThanThePeriod() {
    schedule.failed(START, START + seconds(7), false, false);
    assertThat(due()).isEqualTo(seconds(17));
    random = 0.999_999;
    schedule.failed(START, START, false, false);
    assertThat(due()).isBetween(seconds(9), seconds(10));
  }

  @Test
  void failed_withAShortPeriodIsRepeatedAfterIt() {
    LoadSchedule fast = new LoadSchedule(seconds(2), () -> 0, START);
    fast.failed(START, START, false, false);
    assertThat(fast.nanosUntilDue(START, false, false)).isEqualTo(seconds(2));
  }

  @Test
  void failed_atTheStartIsRepeatedEachSecond() {
    random = 0.999_999;
    schedule.failed(START, START + seconds(2), false, true);
    assertThat(due()).isEqualTo(seconds(3));
  }

  @Test
  void asked_isAtOnceExceptRightAfterALoad() {
    schedule.succeeded(START, START, false);
    assertThat(dueWhenAsked()).isEqualTo(seconds(1));
    schedule.succeeded(START, START + seconds(5), false);
    assertThat(dueWhenAsked()).isEqualTo(seconds(10));
  }

  @Test
  void knocked_isAtOnceTheFirstTime() {
    schedule.succeeded(START, START, false);
    assertThat(dueWhenKnocked()).isZero();
  }

  @Test
  void knocked_isOnceInTenSeconds() {
    schedule.succeeded(START, START + 1, true);
    assertThat(dueWhenKnocked()).isEqualTo(seconds(10));
    schedule.succeeded(START + seconds(3), START + seconds(3) + 1, false);
    assertThat(dueWhenKnocked()).isEqualTo(seconds(10));
  }

  @Test
  void knocked_takesAFifthOfTheTimeAtTheMost() {
    schedule.succeeded(START, START + seconds(5), true);
    assertThat(dueWhenKnocked()).isEqualTo(seconds(25));
    schedule.failed(START, START + seconds(9), true, false);
    assertThat(dueWhenKnocked()).isEqualTo(seconds(19));
    schedule.succeeded(START, START + seconds(9), true);
    assertThat(dueWhenKnocked()).isEqualTo(seconds(45));
  }

  @Test
  void knocked_isNoLaterThanTheRegularLoad() {
    LoadSchedule slow = new LoadSchedule(seconds(20), () -> 0, START);
    slow.succeeded(START, START + seconds(9), true);
    assertThat(slow.nanosUntilDue(START, false, true)).isEqualTo(seconds(18));
  }

  @Test
  void noLaterThan_bringsALoadForwardOnly() {
    schedule.succeeded(START, START, false);
    schedule.noLaterThan(START + seconds(200));
    assertThat(due()).isEqualTo(PERIOD);
    schedule.noLaterThan(START + seconds(50));
    assertThat(due()).isEqualTo(seconds(50));
  }
}
