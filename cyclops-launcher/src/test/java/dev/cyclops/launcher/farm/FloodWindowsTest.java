/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloodWindowsTest {
  private static final Duration WINDOW = Duration.ofSeconds(2);

  @Test
  void of_bunchesOfPasses_countsEach() {
    List<Exchange> exchanges = new ArrayList<>();
    for (int millis : new int[] {0, 10, 20, 2000, 2010, 4020, 4030, 4040}) {
      exchanges.add(at(millis, true));
      exchanges.add(at(millis + 100, false));
    }

    FloodWindows windows = FloodWindows.of(exchanges, WINDOW);

    assertThat(windows.passes()).containsExactly(3, 2, 3);
    assertThat(windows.complete()).containsExactly(3, 2);
    assertThat(windows.startNanos()).containsExactly(0L, 2_000_000_000L, 4_020_000_000L);
  }

  private static Exchange at(long millis, boolean passed) {
    return new Exchange("e", 0, Duration.ofMillis(millis).toNanos(), 200, passed);
  }
}
