/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
  private static final double ALMOST_ONE = Math.nextDown(1.0);

  private double drawn;
  private final Backoff backoff = new Backoff(() -> drawn);

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
  void afterAttempts_isAnythingUpToTheDoubledPause(int attempts, long longest) {
    drawn = 0;
    assertThat(backoff.afterAttempts(attempts)).isZero();
    drawn = 0.5;
    assertThat(backoff.afterAttempts(attempts)).isEqualTo(longest / 2);
    drawn = ALMOST_ONE;
    assertThat(backoff.afterAttempts(attempts)).isBetween(longest - 1, longest);
  }

  @ParameterizedTest
  @CsvSource({"0, 250", "250, 250", "1000, 1000", "60000, 60000", "86400000, 60000"})
  void whileFailing_isAnythingUpToTheTimeItHasLasted(long failing, long longest) {
    drawn = 0;
    assertThat(backoff.whileFailing(failing)).isZero();
    drawn = ALMOST_ONE;
    assertThat(backoff.whileFailing(failing)).isBetween(longest - 1, longest);
  }

  @Test
  void probeMillis_isASecondAndALittleMore() {
    drawn = 0;
    assertThat(backoff.probeMillis()).isEqualTo(1000);
    drawn = ALMOST_ONE;
    assertThat(backoff.probeMillis()).isBetween(1499L, 1500L);
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
  void askedMillis_isObeyedUpToAMinute(String retryAfter, long millis) {
    assertThat(Backoff.askedMillis(retryAfter)).isEqualTo(millis);
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
  void askedMillis_thatSaysNothingChangesNothing(String retryAfter) {
    assertThat(Backoff.askedMillis(retryAfter)).isZero();
  }
}
