/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3:error:key:full|3",
        "3:error:key, 60::organization,  7:session:project|3",
        "x|1",
        "'' |1",
        "99999999999999:error:key|999999999"
      })
  void firstSeconds_takesThoseOfOurOwnLimit(String limits, long seconds) {
    assertThat(Answers.firstSeconds(limits)).isEqualTo(seconds);
  }

  @Test
  void printable_replacesWhatCouldEndTheHeader() {
    assertThat(Answers.printable("a\r\nSet-Cookie: x\u0000é")).isEqualTo("a??Set-Cookie: x??");
  }
}
