/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FloodWindowsTest {
  @Test
  void of_passes_countsTheirPlaces() {
    FloodWindows windows =
        FloodWindows.of(List.of(at(1, true), at(2, true), at(3, false), at(2, true), at(1, true)));

    assertThat(windows.passes()).containsExactly(2, 2);
    assertThat(windows.windows()).isEqualTo(2);
    assertThat(windows.total()).isEqualTo(4);
  }

  @Test
  void of_nothing_isNoWindow() {
    FloodWindows windows = FloodWindows.of(List.of());

    assertThat(windows.windows()).isZero();
    assertThat(windows.holes()).isZero();
    assertThat(windows.notUsedUp()).isZero();
  }

  @Test
  void holes_arePlacesThatALaterOneOfTheirWindowHasGoneBeyond() {
    Exchange died = new Exchange("d", 0, 0, 0, false, 0);
    FloodWindows windows =
        FloodWindows.of(List.of(at(1, true), died, at(3, true), at(1, true), at(2, true)));

    assertThat(windows.windows()).isEqualTo(2);
    assertThat(windows.holes()).isZero();
    assertThat(windows.notUsedUp()).isEqualTo(1);
    assertThat(windows.unanswered()).isEqualTo(1);
    assertThat(new FloodWindows(List.of(9, 9, 8, 9, 8, 8), 0, 1).holes()).isEqualTo(1);
    assertThat(new FloodWindows(List.of(8, 7, 9, 8), 0, 1).holes()).isEqualTo(3);
  }

  @Test
  void twice_isAPlaceThatTwoHaveInAWindow() {
    assertThat(FloodWindows.of(List.of(at(0, 1), at(10, 2), at(2000, 1), at(2010, 2))).twice())
        .isZero();
    assertThat(FloodWindows.of(List.of(at(2010, 2), at(0, 1), at(10, 2), at(30, 2))).twice())
        .isEqualTo(1);
  }

  private static Exchange at(long dueMillis, int count) {
    return new Exchange("e", dueMillis * 1_000_000, 0, 200, true, count);
  }

  private static Exchange at(int count, boolean passed) {
    return new Exchange("e", 0, 0, 200, passed, count);
  }
}
