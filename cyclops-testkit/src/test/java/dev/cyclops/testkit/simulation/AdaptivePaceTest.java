/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.RateController;
import dev.cyclops.testkit.simulation.PacingTrial.Result;
import dev.cyclops.testkit.simulation.PacingTrial.Scenario;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The targets of the pace, for Sentries of 1 to 128 workers and 5 to 500 ms. A target holds for the
 * runs of a trial together, whose seeds differ; no single one may fall below half of it.
 */
class AdaptivePaceTest {
  static Stream<PacingTrial> all() {
    return Stream.of(1, 3, 8, 32, 128)
        .flatMap(
            workers ->
                Stream.of(5, 50, 500)
                    .map(
                        ms -> new PacingTrial(workers, Duration.ofMillis(ms), 0.5, runs(workers))));
  }

  /** Few workers give few samples. */
  private static int runs(int workers) {
    return workers < 32 ? 40 : 5;
  }

  static Stream<PacingTrial> withEightWorkersOrMore() {
    return all().filter(trial -> trial.workers() >= 8);
  }

  private static double maxP90(PacingTrial trial) {
    return trial.workers() <= 3 ? 1.5 : 1.25;
  }

  private static Result adaptive(PacingTrial trial, Scenario scenario) {
    return trial.run(scenario, () -> RateController.adaptive(256));
  }

  private static double best(PacingTrial trial) {
    return trial.fixed(trial.bestFixedLimit(maxP90(trial))).perSecond();
  }

  private static void assertShare(Result result, double capacity, double share) {
    assertThat(result.perSecond() / capacity).as("share of the capacity").isGreaterThan(share);
    assertThat(result.worstPerSecond() / capacity).as("of the worst run").isGreaterThan(share / 2);
  }

  private static void assertP90(Result result, PacingTrial trial, double max) {
    assertThat(result.p90Millis() / trial.unloadedP90Millis()).as("p90").isLessThanOrEqualTo(max);
  }

  @ParameterizedTest
  @MethodSource("all")
  void steady_usesWhatTheBestFixedLimitUses(PacingTrial trial) {
    Result result = adaptive(trial, Scenario.STEADY);

    assertShare(result, best(trial), 0.97);
    assertP90(result, trial, maxP90(trial));
  }

  @ParameterizedTest
  @MethodSource("all")
  void coldStart_findsTheWorkers(PacingTrial trial) {
    assertShare(adaptive(trial, Scenario.COLD_START), best(trial), 0.9);
  }

  @ParameterizedTest
  @MethodSource("all")
  void slowDown_isFollowed(PacingTrial trial) {
    Result result = adaptive(trial, Scenario.SLOW_DOWN);

    assertShare(result, best(trial.slower()), 0.95);
    assertP90(result, trial.slower(), 1.5);
  }

  @ParameterizedTest
  @MethodSource("all")
  void recovery_isFollowed(PacingTrial trial) {
    Result result = adaptive(trial, Scenario.RECOVERY);

    assertShare(result, best(trial), 0.9);
    assertP90(result, trial, 2);
  }

  @ParameterizedTest
  @MethodSource("withEightWorkersOrMore")
  void doubled_isUsed(PacingTrial trial) {
    assertShare(
        adaptive(trial, Scenario.DOUBLED), best(trial.withWorkers(2 * trial.workers())), 0.9);
  }

  @ParameterizedTest
  @MethodSource("withEightWorkersOrMore")
  void halved_isNotFlooded(PacingTrial trial) {
    Result result = adaptive(trial, Scenario.HALVED);

    assertP90(result, trial, 2);
    assertShare(result, best(trial.withWorkers(trial.workers() / 2)), 0.9);
  }
}
