/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit.simulation;

import dev.cyclops.send.RateController;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a pace makes of a Sentry with so many workers, over several runs that differ by chance only.
 * Service times are log-normal, the backlog has no end. Thread-safe if the supplier is.
 *
 * <p>A deadline is the stated one or 30 service times, whichever is longer: a worker that takes
 * half a second has told nothing within three.
 *
 * @param workers how many events Sentry works on at the same time, at least 1
 * @param serviceTime the mean time of a worker for one
 * @param variation its standard deviation as a part of the mean
 * @param runs how many, at least 1
 */
public record PacingTrial(int workers, Duration serviceTime, double variation, int runs) {
  private static final int SLOWER = 4;
  private static final int REFERENCE_ANSWERS = 30_000;

  /** What happens, and what is measured: always the time after the deadline. */
  public enum Scenario {
    /** All is as it was for long. */
    STEADY,
    /** Three seconds after the first event. */
    COLD_START,
    /** Five seconds after Sentry has become four times slower. */
    SLOW_DOWN,
    /** Five seconds after it is as fast again. */
    RECOVERY,
    /** Three seconds after Sentry has twice the workers. */
    DOUBLED,
    /** Five seconds after it has half of them. */
    HALVED
  }

  /**
   * What all runs saw together.
   *
   * @param perSecond events that were taken each second
   * @param p90Millis the time that 90 % of the answers took at most
   * @param worstPerSecond the events each second of the run that had the fewest
   */
  public record Result(double perSecond, double p90Millis, double worstPerSecond) {}

  /**
   * Runs a scenario.
   *
   * @param scenario what happens
   * @param controllers makes one for each run
   * @return what was seen
   */
  public Result run(Scenario scenario, Supplier<RateController> controllers) {
    Measurement all = new Measurement(0);
    double worst = Double.MAX_VALUE;
    for (int seed = 0; seed < runs; seed++) {
      SentrySimulation simulation =
          new SentrySimulation(controllers.get(), seed)
              .workers(workers)
              .serviceTime(ServiceTime.logNormal(serviceTime, variation))
              .supply(Long.MAX_VALUE);
      Measurement measurement = measure(scenario, simulation);
      worst = Math.min(worst, measurement.answersPerSecond());
      all.addAll(measurement);
    }
    return new Result(all.answersPerSecond(), all.p90Millis(), worst);
  }

  private Measurement measure(Scenario scenario, SentrySimulation simulation) {
    if (scenario == Scenario.COLD_START) {
      simulation.run(deadline(3, serviceTime));
      return simulation.run(window());
    }
    simulation.run(serviceTime.multipliedBy(200));
    if (scenario == Scenario.STEADY) {
      return simulation.run(window().multipliedBy(8));
    }
    if (scenario == Scenario.SLOW_DOWN || scenario == Scenario.RECOVERY) {
      Duration slower = serviceTime.multipliedBy(SLOWER);
      simulation.serviceTime(ServiceTime.logNormal(slower, variation)).run(deadline(5, slower));
      Measurement slow = simulation.run(window().multipliedBy(SLOWER));
      if (scenario == Scenario.SLOW_DOWN) {
        return slow;
      }
      simulation.serviceTime(ServiceTime.logNormal(serviceTime, variation));
      simulation.run(deadline(5, serviceTime));
      return simulation.run(window());
    }
    simulation.workers(scenario == Scenario.DOUBLED ? 2 * workers : workers / 2);
    simulation.run(deadline(scenario == Scenario.DOUBLED ? 3 : 5, serviceTime));
    return simulation.run(window());
  }

  /** Short, so that it shows how things are then, but long enough to tell a rate. */
  private Duration window() {
    return serviceTime.multipliedBy(Math.max(60, 600 / workers));
  }

  private static Duration deadline(int seconds, Duration serviceTime) {
    return atLeast(seconds, serviceTime.multipliedBy(30));
  }

  private static Duration atLeast(int seconds, Duration other) {
    Duration stated = Duration.ofSeconds(seconds);
    return other.compareTo(stated) > 0 ? other : stated;
  }

  /**
   * What a fixed limit makes of the same Sentry.
   *
   * @param inFlight the limit, at least 1
   * @return what was seen, of some 30,000 events
   */
  public Result fixed(int inFlight) {
    SentrySimulation simulation =
        new SentrySimulation(new FixedLimit(inFlight), 0)
            .workers(workers)
            .serviceTime(ServiceTime.logNormal(serviceTime, variation))
            .supply(Long.MAX_VALUE);
    simulation.run(serviceTime.multipliedBy(20));
    Measurement measurement =
        simulation.run(serviceTime.multipliedBy(REFERENCE_ANSWERS / Math.min(inFlight, workers)));
    double perSecond = measurement.answersPerSecond();
    return new Result(perSecond, measurement.p90Millis(), perSecond);
  }

  /**
   * The time that 90 % of the answers take at most when nothing waits.
   *
   * @return milliseconds
   */
  public double unloadedP90Millis() {
    return new PacingTrial(1, serviceTime, variation, 1).fixed(1).p90Millis();
  }

  /**
   * The fixed limit that gets the most events through within a bound on their time: what somebody
   * would choose who knows Sentry and sees it never change. Of two alike the lower.
   *
   * @param maxP90 the bound, as a multiple of the unloaded time
   * @return at least the number of workers
   */
  public int bestFixedLimit(double maxP90) {
    double unloaded = unloadedP90Millis();
    int best = workers;
    double most = fixed(best).perSecond();
    int step = Math.max(1, workers / 16);
    for (int limit = workers + step; limit <= 2 * workers; limit += step) {
      Result result = fixed(limit);
      if (result.p90Millis() > maxP90 * unloaded) {
        return best;
      }
      if (result.perSecond() > most * 1.003) {
        best = limit;
        most = result.perSecond();
      }
    }
    return best;
  }

  /**
   * The same Sentry with other workers.
   *
   * @param count how many, at least 1
   * @return another trial
   */
  public PacingTrial withWorkers(int count) {
    return new PacingTrial(count, serviceTime, variation, runs);
  }

  /**
   * The same Sentry as it is in a slow-down.
   *
   * @return another trial
   */
  public PacingTrial slower() {
    return new PacingTrial(workers, serviceTime.multipliedBy(SLOWER), variation, runs);
  }
}
