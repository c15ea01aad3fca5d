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
  private static final List<Moment> CUTS =
      List.of(
          new Moment(10_000_000, 10_010_000, 11_000_000, false),
          new Moment(20_000_000, 20_000_000, 21_000_000, true),
          new Moment(30_000_000, 30_010_000, 31_000_000, false));

  @Test
  void of_findsTheOldestOfEachCutThatTookSomething() {
    assertThat(Losses.of(List.of(9_950_000L, 9_920_000L, 29_999_000L), CUTS))
        .isEqualTo(new Losses(3, List.of(90L, 11L), 0));
  }

  @Test
  void of_countsApartWhatNobodyCouldHavePromised() {
    assertThat(Losses.of(List.of(10_005_000L, 11_400_000L), CUTS))
        .isEqualTo(new Losses(0, List.of(), 2));
  }

  @Test
  void of_countsAllThatAFrozenOneHasPromised() {
    assertThat(Losses.of(List.of(20_000_100L, 21_400_000L), CUTS))
        .isEqualTo(new Losses(2, List.of(0L), 0));
  }

  @Test
  void of_showsALossThatIsTooOld() {
    assertThat(Losses.of(List.of(11_600_000L), CUTS)).isEqualTo(new Losses(1, List.of(8_400L), 0));
  }

  @Test
  void of_findsNoCutForALossAfterTheLast() {
    assertThatThrownBy(() -> Losses.of(List.of(31_600_000L), CUTS))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> Losses.of(List.of(1L), List.of())).isInstanceOf(AssertionError.class);
  }

  @Test
  void of_isNothingWhereNothingIsLost() {
    assertThat(Losses.of(List.of(), CUTS)).isEqualTo(new Losses(0, List.of(), 0));
  }
}
