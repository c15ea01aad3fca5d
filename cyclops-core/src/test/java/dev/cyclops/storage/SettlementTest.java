/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettlementTest {
  @Test
  void factories_sayWhatTheyMean() {
    assertThat(Settlement.retryAt(5)).isEqualTo(new Settlement.Retry(5, true));
    assertThat(Settlement.postponeTo(5)).isEqualTo(new Settlement.Retry(5, false));
    assertThat(Settlement.deadLetter("400")).isEqualTo(new Settlement.DeadLetter("400"));
    assertThat(Settlement.done()).isEqualTo(new Settlement.Done());
    assertThat(Settlement.giveBack()).isEqualTo(new Settlement.GiveBack());
    assertThatNullPointerException()
        .isThrownBy(() -> Settlement.deadLetter(null))
        .withMessage("reason == null");
  }

  @Test
  void putResult_isACopy() {
    Map<ShedReason, Integer> shed = new EnumMap<>(ShedReason.class);
    shed.put(ShedReason.OLDEST, 2);
    PutResult result = new PutResult(true, shed);
    shed.clear();

    assertThat(result.shed()).containsExactly(Map.entry(ShedReason.OLDEST, 2));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> result.shed().clear());
    assertThat(PutResult.accepted().stored()).isTrue();
    assertThat(PutResult.full().stored()).isFalse();
  }
}
