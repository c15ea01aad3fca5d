/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhaseTest {
  @Test
  void at_followsTheShow() {
    assertThat(Phase.at(0)).isEqualTo(Phase.CALM);
    assertThat(Phase.at(0.19)).isEqualTo(Phase.CALM);
    assertThat(Phase.at(0.2)).isEqualTo(Phase.FLOOD);
    assertThat(Phase.at(0.69)).isEqualTo(Phase.FLOOD);
    assertThat(Phase.at(0.71)).isEqualTo(Phase.CALM_AGAIN);
    assertThat(Phase.at(2)).isEqualTo(Phase.CALM_AGAIN);
  }

  @ParameterizedTest
  @EnumSource
  void happen_alwaysThrowsWhatItSays(Mistake mistake) {
    for (long visitor : new long[] {0, 1, 99, 12345}) {
      assertThatThrownBy(() -> mistake.happen(visitor))
          .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(mistake.type()));
    }
  }
}
