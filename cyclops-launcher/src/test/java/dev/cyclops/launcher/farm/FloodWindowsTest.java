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
    assertThat(FloodWindows.of(List.of()).windows()).isZero();
  }

  private static Exchange at(int count, boolean passed) {
    return new Exchange("e", 0, 0, 200, passed, count);
  }
}
