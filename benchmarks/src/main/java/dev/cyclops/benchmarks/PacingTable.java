/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import dev.cyclops.send.RateController;
import dev.cyclops.testkit.simulation.FixedLimit;
import dev.cyclops.testkit.simulation.PacingTrial;
import dev.cyclops.testkit.simulation.PacingTrial.Result;
import dev.cyclops.testkit.simulation.PacingTrial.Scenario;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Prints what each pace makes of a simulated Sentry, as the tables of README.md: the share of what
 * its workers could do at most, and the time of 90 % of the answers as a multiple of the unloaded
 * one.
 */
public final class PacingTable {
  private static final int[] WORKERS = {1, 3, 8, 32, 128};
  private static final int[] SERVICE_MILLIS = {5, 50, 500};
  private static final int MAX_IN_FLIGHT = 256;

  /** The defaults of the original. */
  private static final int MAX_REQUESTS_TO_AVERAGE = 5000;

  private static final Duration MAX_DUMP_INTERVAL = Duration.ofSeconds(1);

  private PacingTable() {}

  /**
   * Takes a minute.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.println(
        "| workers | ms | percentile | adaptive | limit = workers | best limit | unlimited |");
    System.out.println("|---|---|---|---|---|---|---|");
    forEachTrial(PacingTable::printSteady);
    System.out.println();
    System.out.println(
        "| workers | ms | cold start | slow-down | recovery | workers × 2 | workers / 2 |"
            + " slow-down, percentile |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    forEachTrial(PacingTable::printChanges);
  }

  private static void forEachTrial(Consumer<PacingTrial> action) {
    for (int workers : WORKERS) {
      for (int millis : SERVICE_MILLIS) {
        action.accept(
            new PacingTrial(workers, Duration.ofMillis(millis), 0.5, workers < 32 ? 40 : 5));
      }
    }
  }

  private static RateController percentile() {
    return RateController.percentile(MAX_REQUESTS_TO_AVERAGE, MAX_DUMP_INTERVAL);
  }

  private static RateController adaptive() {
    return RateController.adaptive(MAX_IN_FLIGHT);
  }

  private static void printSteady(PacingTrial trial) {
    int best = trial.bestFixedLimit(trial.workers() <= 3 ? 1.5 : 1.25);
    System.out.printf(
        "| %d | %d | %s | **%s** | %s | %d: %s | %s |%n",
        trial.workers(),
        trial.serviceTime().toMillis(),
        cell(trial, trial.run(Scenario.STEADY, PacingTable::percentile)),
        cell(trial, trial.run(Scenario.STEADY, PacingTable::adaptive)),
        cell(trial, trial.fixed(trial.workers())),
        best,
        cell(trial, trial.fixed(best)),
        cell(trial, trial.run(Scenario.STEADY, () -> new FixedLimit(MAX_IN_FLIGHT))));
  }

  private static void printChanges(PacingTrial trial) {
    int workers = trial.workers();
    System.out.printf(
        "| %d | %d | %s | %s | %s | %s | %s | %s |%n",
        workers,
        trial.serviceTime().toMillis(),
        after(Scenario.COLD_START, trial, trial, PacingTable::adaptive),
        after(Scenario.SLOW_DOWN, trial, trial.slower(), PacingTable::adaptive),
        after(Scenario.RECOVERY, trial, trial, PacingTable::adaptive),
        workers < 8
            ? ""
            : after(Scenario.DOUBLED, trial, trial.withWorkers(2 * workers), PacingTable::adaptive),
        workers < 8
            ? ""
            : after(Scenario.HALVED, trial, trial.withWorkers(workers / 2), PacingTable::adaptive),
        after(Scenario.SLOW_DOWN, trial, trial.slower(), PacingTable::percentile));
  }

  private static String after(
      Scenario scenario, PacingTrial trial, PacingTrial then, Supplier<RateController> pace) {
    return cell(then, trial.run(scenario, pace));
  }

  private static String cell(PacingTrial trial, Result result) {
    double most = trial.workers() * 1e9 / trial.serviceTime().toNanos();
    return "%.1f %% · %.2f"
        .formatted(100 * result.perSecond() / most, result.p90Millis() / trial.unloadedP90Millis());
  }
}
