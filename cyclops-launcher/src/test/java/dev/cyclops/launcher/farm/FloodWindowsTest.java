/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloodWindowsTest {
  private static final Duration WINDOW = Duration.ofSeconds(2);

  @Test
  void of_passes_countsTheirPlaces() {
    FloodWindows windows =
        FloodWindows.of(
            List.of(at(1, true), at(2, true), at(3, false), at(2, true), at(1, true)), WINDOW);

    assertThat(windows.passes()).containsExactly(2, 2);
    assertThat(windows.windows()).isEqualTo(2);
    assertThat(windows.total()).isEqualTo(4);
  }

  @Test
  void of_nothing_isNoWindow() {
    FloodWindows windows = FloodWindows.of(List.of(), WINDOW);

    assertThat(windows.windows()).isZero();
    assertThat(windows.holes()).isZero();
    assertThat(windows.notUsedUp()).isZero();
  }

  @Test
  void holes_arePlacesThatALaterOneOfTheirWindowHasGoneBeyond() {
    Exchange died = new Exchange("d", 0, 0, 0, false, 0);
    FloodWindows windows =
        FloodWindows.of(List.of(at(1, true), died, at(3, true), at(1, true), at(2, true)), WINDOW);

    assertThat(windows.windows()).isEqualTo(2);
    assertThat(windows.holes()).isZero();
    assertThat(windows.notUsedUp()).isEqualTo(1);
    assertThat(windows.unanswered()).isEqualTo(1);
    assertThat(new FloodWindows(List.of(9, 9, 8, 9, 8, 8), 0, 1, 0).holes()).isEqualTo(1);
    assertThat(new FloodWindows(List.of(8, 7, 9, 8), 0, 1, 0).holes()).isEqualTo(3);
  }

  private static int twice(Exchange... exchanges) {
    return FloodWindows.of(List.of(exchanges), WINDOW).twice();
  }

  @Test
  void twice_isAPlaceThatTwoHaveInAWindow() {
    assertThat(twice(at(0, 1), at(10, 2), at(2000, 1), at(2010, 2))).isZero();
    assertThat(twice(at(2010, 2), at(0, 1), at(10, 2), at(30, 2))).isEqualTo(1);
    assertThat(twice(at(0, 1), at(1900, 1))).isEqualTo(1);
    assertThat(twice(at(0, 1), at(10, 2), at(1900, 2))).isEqualTo(1);
  }

  @Test
  void twice_isNotWhatAMachineThatStoodStillHandsOverLate() {
    // Due when the first window had just begun, and counted in the next one.
    Exchange first = new Exchange("e", 20_000_000, 3_005_000_000L, 200, true, 1);
    Exchange second = new Exchange("e", 25_000_000, 3_010_000_000L, 200, true, 2);
    assertThat(twice(at(0, 1), at(10, 2), first, second)).isZero();
  }

  @Test
  void standstills_areSecondsWithoutAnAnswer() {
    List<Exchange> exchanges = List.of(at(0, 1), at(900, 1), at(4000, 1), at(10, 2));
    assertThat(FloodWindows.of(exchanges, WINDOW).standstills()).isEqualTo(1);
  }

  private static Exchange at(long dueMillis, int count) {
    return new Exchange("e", dueMillis * 1_000_000, dueMillis * 1_000_000 + 1, 200, true, count);
  }

  private static Exchange at(int count, boolean passed) {
    return new Exchange("e", 0, 0, 200, passed, count);
  }
}
