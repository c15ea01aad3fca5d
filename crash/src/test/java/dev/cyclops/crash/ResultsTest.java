/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  @TempDir Path folder;

  @Test
  void total_isTheSumOfAllRunsInAFolder() throws Exception {
    new Results(folder).add(result("fsync", 10, Map.of("LOAD", 7, "START", 3), List.of(30L, 10L)));
    new Results(folder).add(result("process", 10, Map.of("LOAD", 10), List.of(99L)));
    new Results(folder).add(result("fsync", 5, Map.of("LOAD", 5), List.of(20L)));
    assertThat(new Results(folder).total(Mode.FSYNC))
        .isEqualTo(
            "fsync cycles=15 {LOAD=12, START=3} reported=200 acknowledged=160 delivered=180 lost=0"
                + " dropped=0 twice=10 twiceLate=2 oldestTwice=40ms start=20/30ms");
  }

  @Test
  void total_ofNoRun_isZero() throws Exception {
    assertThat(new Results(folder).total(Mode.FSYNC)).startsWith("fsync cycles=0 {} reported=0");
  }

  private static Result result(
      String mode, int cycles, Map<String, Integer> kills, List<Long> startMillis) {
    return new Result("today", mode, 1, cycles, kills, 100, 80, 90, 0, 0, 5, 1, 40, startMillis);
  }
}
