/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.cyclops.send.SendResult.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendResultTest {
  @ParameterizedTest
  @CsvSource({
    "199, false",
    "200, true",
    "202, true",
    "299, true",
    "300, false",
    "429, false",
    "500, false"
  })
  void isSuccess_from200To299Only(int status, boolean success) {
    assertThat(SendResult.answered(status, null, null).isSuccess()).isEqualTo(success);
  }

  @Test
  void failed_isNoSuccess() {
    for (Failure failure : Failure.values()) {
      SendResult result = SendResult.failed(failure, "x");
      assertThat(result.isSuccess()).isFalse();
      assertThat(result.status()).isZero();
    }
  }

  @Test
  void result_hasAnAnswerOrAFailure() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SendResult(0, null, null, null, "x"))
        .withMessage("status 0 with failure null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SendResult(200, null, null, Failure.RESET, "x"));
    assertThatNullPointerException()
        .isThrownBy(() -> new SendResult(200, null, null, null, null))
        .withMessage("detail == null");
  }
}
