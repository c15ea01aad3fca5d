/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private static final double ALMOST_ONE = Math.nextDown(1.0);

  private double drawn;
  private final RetryPolicy policy = new RetryPolicy(() -> drawn);

  @ParameterizedTest
  @CsvSource({
    "0, 250",
    "1, 500",
    "2, 1000",
    "7, 32000",
    "8, 60000",
    "9, 60000",
    "21, 60000",
    "64, 60000",
    "2147483647, 60000"
  })
  void retryMillis_isAnythingUpToTheDoubledPause(int attempts, long longest) {
    drawn = 0;
    assertThat(policy.retryMillis(attempts, null)).isZero();
    drawn = 0.5;
    assertThat(policy.retryMillis(attempts, null)).isEqualTo(longest / 2);
    drawn = ALMOST_ONE;
    assertThat(policy.retryMillis(attempts, null)).isBetween(longest - 1, longest);
  }

  @ParameterizedTest
  @CsvSource({"0, 250", "1, 500", "4, 4000", "5, 5000", "6, 5000", "40, 5000"})
  void outageMillis_isHalfToAllOfTheDoubledPause(int before, long longest) {
    drawn = 0;
    assertThat(policy.outageMillis(before, null)).isEqualTo(longest / 2);
    drawn = ALMOST_ONE;
    assertThat(policy.outageMillis(before, null)).isBetween(longest - 1, longest);
  }

  @ParameterizedTest
  @CsvSource({"0, 250", "5, 5000", "40, 5000"})
  void suspectMillis_isAnythingUpToThePauseOfAnOutage(int attempts, long longest) {
    drawn = 0;
    assertThat(policy.suspectMillis(attempts)).isZero();
    drawn = 0.5;
    assertThat(policy.suspectMillis(attempts)).isEqualTo(longest / 2);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000",
    "30, 30000",
    "60, 60000",
    "61, 60000",
    "007, 7000",
    "999999999, 60000",
    "9999999999, 60000",
    "99999999999999999999999, 60000"
  })
  void retryAfter_isObeyedUpToAMinute(String retryAfter, long millis) {
    assertThat(policy.outageMillis(0, retryAfter)).isEqualTo(millis);
    assertThat(policy.retryMillis(0, retryAfter)).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "-1",
        "+1",
        "1.5",
        "1e3",
        "0x10",
        "soon",
        "12 ",
        "\u0661",
        "\uff11",
        "Wed, 21 Oct 2026 07:28:00 GMT",
        "9999999999999999999999x"
      })
  void retryAfter_thatSaysNothingChangesNothing(String retryAfter) {
    assertThat(policy.outageMillis(0, retryAfter)).isEqualTo(125);
    assertThat(policy.retryMillis(0, retryAfter)).isZero();
  }

  @Test
  void retryAfter_neverShortensThePause() {
    drawn = ALMOST_ONE;

    assertThat(policy.outageMillis(40, "1")).isGreaterThan(4000);
    assertThat(policy.retryMillis(8, "1")).isGreaterThan(59_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 502, 503, 504, 100, 301, 302, 307})
  void isOutage_whenAllOfSentryIsInTrouble(int status) {
    assertThat(RetryPolicy.isOutage(SendResult.answered(status, null, null))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 413, 415, 422, 429, 500, 501, 505})
  void isOutage_isNotWhenOneEventIsRefused(int status) {
    assertThat(RetryPolicy.isOutage(SendResult.answered(status, null, null))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void isOutage_withoutAnAnswer(Failure failure) {
    SendResult result = SendResult.failed(failure, "x");

    assertThat(RetryPolicy.isOutage(result)).isTrue();
    assertThat(RetryPolicy.mayBeOfItsMaking(result))
        .isEqualTo(failure == Failure.RESET || failure == Failure.TIMEOUT);
  }
}
