/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final List<Long> CUTS = List.of(10_000_000L, 20_000_000L, 30_000_000L);

  @Test
  void oldestMillis_isOfEachCutThatTookSomething() {
    List<Long> lost = List.of(9_950_000L, 9_920_000L, 29_999_000L);
    assertThat(Losses.oldestMillis(lost, CUTS)).containsExactly(80L, 1L);
  }

  @Test
  void oldestMillis_isOfTheCutBeforeAPromiseThatWasReadRightAfterIt() {
    assertThat(Losses.oldestMillis(List.of(10_400_000L), CUTS)).containsExactly(0L);
  }

  @Test
  void oldestMillis_showsALossThatIsTooOld() {
    assertThat(Losses.oldestMillis(List.of(10_600_000L), CUTS)).containsExactly(9_400L);
  }

  @Test
  void oldestMillis_findsNoCutForALossAfterTheLast() {
    assertThatThrownBy(() -> Losses.oldestMillis(List.of(30_600_000L), CUTS))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> Losses.oldestMillis(List.of(1L), List.of()))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void oldestMillis_isEmptyWhereNothingIsLost() {
    assertThat(Losses.oldestMillis(List.of(), CUTS)).isEmpty();
  }
}
