/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Receipt.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProjectCountersTest {
  private final ProjectCounters counters = new ProjectCounters();

  @Test
  void outcomes_countForTheirProject() {
    for (Outcome outcome : Outcome.values()) {
      counters.answered(7, outcome);
    }
    counters.answered(8, Outcome.IGNORED);
    counters.forwarded(8);

    assertThat(counters.stats(project -> project * 10))
        .containsExactlyInAnyOrder(
            new ProjectStats(7, 2, 1, 1, 1, 2, 0, 70), new ProjectStats(8, 0, 1, 0, 0, 0, 1, 80));
  }

  @Test
  void refusals_ofNoKnownProject_countForNone() {
    counters.answered(0, Outcome.FORBIDDEN);

    assertThat(counters.stats(project -> 0)).isEmpty();
  }

  @Test
  void projectsBeyondTheBound_areCountedTogether() {
    LongStream.rangeClosed(1, 3 * ProjectStats.MAX_PROJECTS)
        .forEach(project -> counters.answered(project, Outcome.PROCESSED));
    counters.answered(1, Outcome.PROCESSED);

    List<ProjectStats> stats = counters.stats(project -> 0);

    assertThat(stats).hasSize(ProjectStats.MAX_PROJECTS + 1);
    assertThat(stats.get(stats.size() - 1))
        .isEqualTo(new ProjectStats(0, 2 * ProjectStats.MAX_PROJECTS, 0, 0, 0, 0, 0, 0));
    assertThat(stats).contains(new ProjectStats(1, 2, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void countersFromManyThreads_addUp() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () ->
                  LongStream.range(0, 20_000)
                      .forEach(n -> counters.answered(1 + n % 500, Outcome.IGNORED)));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(counters.stats(project -> 0)).hasSize(500).allMatch(stats -> stats.ignored() == 160);
  }
}
