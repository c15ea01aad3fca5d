/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.LogLines;
import dev.cyclops.ManualTime;
import dev.cyclops.event.DataCategory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectLimiterTest {
  private static final ProjectLimit NONE = ProjectLimit.none();
  private final ManualTime time = new ManualTime();
  @RegisterExtension private final LogLines logged = new LogLines("dev.cyclops.filter.limit.Spike");
  private final List<String> lines = logged.lines;

  private ProjectLimiter limiter(ProjectLimit others) {
    return new ProjectLimiter(new ProjectLimits(Map.of(), others), time::nanos, time);
  }

  private static boolean passes(ProjectLimiter limiter, long project) {
    return limiter.nanosAbove(project, DataCategory.ERROR) == 0;
  }

  private static int passing(ProjectLimiter limiter, long project, int events) {
    int passing = 0;
    for (int i = 0; i < events; i++) {
      passing += passes(limiter, project) ? 1 : 0;
    }
    return passing;
  }

  // ---- the bucket

  @ParameterizedTest
  @CsvSource({"100,1000", "1,1", "0.001,3", "1000000,1", "3,7", "0.5,1000000"})
  void check_letsExactlyTheBurstPassAndThenOneAPeriod(double sustained, int burst) {
    ProjectLimiter limiter = limiter(ProjectLimit.perSecond(sustained, burst));
    long period = (long) Math.ceil(1e9 / sustained);

    assertThat(passing(limiter, 1, burst)).isEqualTo(burst);
    assertThat(limiter.nanosAbove(1, DataCategory.ERROR)).isEqualTo(period);
    for (int i = 0; i < 3; i++) {
      time.pass(Duration.ofNanos(period - 1));
      assertThat(limiter.nanosAbove(1, DataCategory.ERROR)).isEqualTo(1);
      time.pass(Duration.ofNanos(1));
      assertThat(passing(limiter, 1, 3)).isEqualTo(1);
    }
    time.pass(Duration.ofNanos(2 * period));
    assertThat(passing(limiter, 1, 5)).isEqualTo(Math.min(burst, 2));
    time.pass(Duration.ofDays(40_000));
    assertThat(passing(limiter, 1, burst + 5)).isEqualTo(burst);
  }

  @Test
  void perSecond_allowsTenSecondsWorthAtOnce() {
    assertThat(ProjectLimit.perSecond(100)).isEqualTo(ProjectLimit.perSecond(100, 1000));
    assertThat(ProjectLimit.perSecond(0.25)).isEqualTo(ProjectLimit.perSecond(0.25, 3));
    assertThat(ProjectLimit.perSecond(0.001)).isEqualTo(ProjectLimit.perSecond(0.001, 1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 0.0009, 1_000_001, Double.NaN, Double.POSITIVE_INFINITY})
  void perSecond_refusesWhatCannotBeKept(double sustained) {
    assertThatThrownBy(() -> ProjectLimit.perSecond(sustained, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("sustained is not within");
  }

  @Test
  void values_areChecked() {
    assertThatThrownBy(() -> ProjectLimit.perSecond(1, 0)).hasMessageContaining("burst");
    assertThatThrownBy(() -> ProjectLimit.perSecond(1, 1_000_000_001))
        .hasMessageContaining("burst");
    assertThatThrownBy(() -> new ProjectLimits(Map.of(0L, NONE), NONE))
        .hasMessage("project < 1: 0");
  }

  /** Many threads and a clock that runs: as many pass as there are tokens, and not one more. */
  @Test
  void check_underConcurrencyNeverLetsMorePassThanThereAreTokens() throws Exception {
    int burst = 5_000;
    int threads = 8;
    ProjectLimiter limiter = limiter(ProjectLimit.perSecond(1_000, burst));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      tasks.add(
          () -> {
            int passing = 0;
            for (int i = 0; i < 20_000; i++) {
              passing += passes(limiter, 7) ? 1 : 0;
              if (i % 20 == 0) {
                time.passMillis(1);
              }
            }
            return passing;
          });
    }
    int passed = 0;
    for (Future<Integer> task : pool.invokeAll(tasks)) {
      passed += task.get();
    }
    pool.shutdown();
    passed += passing(limiter, 7, burst);

    int tokens = burst + threads * 1_000;
    assertThat(passed).isEqualTo(tokens);
  }

  // ---- what counts, and where

  @ParameterizedTest
  @EnumSource(DataCategory.class)
  void check_limitsErrorsAndTransactionsApartAndNothingElse(DataCategory category) {
    ProjectLimiter limiter = limiter(ProjectLimit.perSecond(1, 1));
    boolean error =
        switch (category) {
          case ERROR, DEFAULT, SECURITY -> true;
          default -> false;
        };
    boolean transaction = category == DataCategory.TRANSACTION;

    assertThat(limiter.nanosAbove(1, category)).isZero();
    assertThat(limiter.nanosAbove(1, category) > 0).isEqualTo(error || transaction);
    assertThat(limiter.nanosAbove(1, DataCategory.ERROR) > 0).isEqualTo(error);
    assertThat(limiter.nanosAbove(1, DataCategory.TRANSACTION) > 0).isEqualTo(transaction);
  }

  @Test
  void check_holdsEachProjectToItsOwnLimit() {
    Map<Long, ProjectLimit> named = Map.of(1L, ProjectLimit.perSecond(1, 2), 2L, NONE);
    ProjectLimiter limiter =
        new ProjectLimiter(
            new ProjectLimits(named, ProjectLimit.perSecond(1, 5)), time::nanos, time);

    assertThat(passing(limiter, 1, 10)).isEqualTo(2);
    assertThat(passing(limiter, 2, 10)).isEqualTo(10);
    assertThat(passing(limiter, 3, 10)).isEqualTo(5);
    assertThat(passing(limiter, Long.MAX_VALUE, 10)).isEqualTo(5);
    assertThat(limiter.beyond()).isZero();
  }

  @Test
  void limits_changedKeepWhatWasUsedUpOfTheOthers() {
    ProjectLimit two = ProjectLimit.perSecond(1, 2);
    ProjectLimit five = ProjectLimit.perSecond(1, 5);
    ProjectLimiter limiter =
        new ProjectLimiter(new ProjectLimits(Map.of(1L, two, 2L, two), five), time::nanos, time);
    for (long project = 1; project <= 4; project++) {
      passing(limiter, project, 10);
    }

    limiter.limits(new ProjectLimits(Map.of(1L, two, 2L, five, 3L, NONE), five));

    assertThat(passing(limiter, 1, 10)).isZero();
    assertThat(passing(limiter, 2, 10)).isEqualTo(5);
    assertThat(passing(limiter, 3, 10)).isEqualTo(10);
    assertThat(passing(limiter, 4, 10)).isZero();
    limiter.limits(ProjectLimits.NONE);
    assertThat(limiter.isOn()).isFalse();
    assertThat(passing(limiter, 1, 10)).isEqualTo(10);
  }

  /** Where access is open, strangers name as many projects as they like. */
  @Test
  void check_ofAMillionProjectsLimitsTheFirstAndCountsTheOthers() {
    Map<Long, ProjectLimit> named = Map.of(1_000_001L, ProjectLimit.perSecond(1, 3));
    ProjectLimiter limiter =
        new ProjectLimiter(
            new ProjectLimits(named, ProjectLimit.perSecond(1, 1)), time::nanos, time);

    int passing = 0;
    for (long project = 1; project <= 1_000_000; project++) {
      passing += passing(limiter, project, 2);
    }

    int most = ProjectLimiter.MAX_OTHERS;
    assertThat(passing).isEqualTo(2_000_000 - most);
    assertThat(limiter.beyond()).isEqualTo(2L * (1_000_000 - most));
    assertThat(passing(limiter, 1_000_001, 10)).isEqualTo(3);
    // Those that have gone quiet make room.
    limiter.keep();
    time.pass(Duration.ofMinutes(2));
    limiter.keep();
    limiter.keep();
    assertThat(passing(limiter, 2_000_000, 10)).isEqualTo(1);
    assertThat(passing(limiter, 1_000_001, 10)).isEqualTo(3);
  }

  @Test
  void check_ofAMillionProjectsLearnsOfTheFirstOnly() {
    ProjectLimiter limiter =
        new ProjectLimiter(
            new ProjectLimits(Map.of(), ProjectLimit.learned()), time::nanos, time, 100);

    for (long project = 1; project <= 1_000_000; project++) {
      assertThat(passes(limiter, project)).isTrue();
    }

    assertThat(limiter.beyond()).isEqualTo(1_000_000 - 100);
  }

  // ---- the log

  @Test
  void spike_isToldOnceAndWhenItIsOver() {
    ProjectLimiter limiter = limiter(ProjectLimit.perSecond(1, 10));
    for (int second = 0; second < 120; second++) {
      passing(limiter, 7, 100);
      limiter.keep();
      time.passMillis(1_000);
    }
    assertThat(lines)
        .containsExactly(
            "WARNING project 7 sends more errors than its limit (1.000 a second, 10 at once):"
                + " those above it are dropped");

    for (int second = 0; second < 59; second++) {
      limiter.keep();
      time.passMillis(1_000);
    }
    assertThat(lines).hasSize(1);
    time.passMillis(1_000);
    limiter.keep();
    limiter.keep();
    assertThat(lines)
        .hasSize(2)
        .element(1)
        .isEqualTo(
            "INFO project 7 sends no more errors than its limit again: 11871 dropped in 119 s");
  }

  @Test
  void spike_thatComesAndGoesIsOneSpike() {
    ProjectLimiter limiter = limiter(ProjectLimit.perSecond(1, 1));
    for (int turn = 0; turn < 20; turn++) {
      passing(limiter, 7, 3);
      limiter.keep();
      time.pass(Duration.ofSeconds(40));
      limiter.keep();
    }
    assertThat(lines).hasSize(1);
    limiter.end();
    limiter.end();
    assertThat(lines).hasSize(2).element(1).asString().contains("40 dropped");
  }

  @Test
  void spike_ofAProjectThatIsNoLongerLimitedIsOver() {
    ProjectLimiter limiter = limiter(ProjectLimit.perSecond(1, 1));
    limiter.nanosAbove(7, DataCategory.TRANSACTION);
    limiter.nanosAbove(7, DataCategory.TRANSACTION);
    limiter.keep();

    limiter.limits(ProjectLimits.NONE);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("WARNING project 7 sends more transactions");
    assertThat(lines.get(1)).contains("1 dropped");
  }

  @Test
  void aboveLimit_namesWhoIsAndHowMuchWasDropped() {
    ProjectLimiter limiter = limiter(ProjectLimit.perSecond(1, 10));
    passing(limiter, 7, 100);
    passing(limiter, 8, 5);
    assertThat(limiter.aboveLimit()).isEmpty();
    limiter.keep();
    assertThat(limiter.aboveLimit()).containsExactly(new AboveLimit(7, "errors", 90));

    for (int second = 0; second <= 60; second++) {
      time.passMillis(1_000);
      limiter.keep();
    }
    assertThat(limiter.aboveLimit()).isEmpty();
  }
}
