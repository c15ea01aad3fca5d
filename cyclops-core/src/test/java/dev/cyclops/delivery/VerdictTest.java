/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  @ParameterizedTest
  @CsvSource({
    "200, SUCCEEDED",
    "202, SUCCEEDED",
    "299, SUCCEEDED",
    "100, REDIRECTED",
    "301, REDIRECTED",
    "302, REDIRECTED",
    "304, REDIRECTED",
    "308, REDIRECTED",
    "399, REDIRECTED",
    "400, REJECTED",
    "401, REFUSED",
    "402, REJECTED",
    "403, REFUSED",
    "404, REFUSED",
    "405, REJECTED",
    "408, NOT_NOW",
    "411, REJECTED",
    "413, REJECTED",
    "415, REJECTED",
    "422, REJECTED",
    "425, NOT_NOW",
    "426, REJECTED",
    "429, LIMITED",
    "431, REJECTED",
    "499, REJECTED",
    "500, ERROR",
    "501, UNAVAILABLE",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, UNAVAILABLE",
    "520, UNAVAILABLE",
    "599, UNAVAILABLE"
  })
  void of_anAnswer(int status, Verdict verdict) {
    assertThat(Verdict.of(SendResult.answered(status, null, null))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"CONNECT, UNREACHABLE", "RESET, RESET", "TIMEOUT, TIMED_OUT", "TLS, UNTRUSTED"})
  void of_aFailure(Failure failure, Verdict verdict) {
    assertThat(Verdict.of(SendResult.failed(failure, "x"))).isEqualTo(verdict);
  }
}
