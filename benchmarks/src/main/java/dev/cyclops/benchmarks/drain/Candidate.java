/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import dev.cyclops.send.RateController;
import dev.cyclops.testkit.simulation.FixedLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A pace to be compared.
 *
 * @param name in the tables
 * @param controllers makes one for a Sentry; only the fixed ones look at it
 */
record Candidate(String name, Function<Combination, RateController> controllers) {
  /** Few requests on a Sentry of many workers: the response time of which nobody waits. */
  static final Candidate UNLOADED =
      new Candidate("unloaded", one -> new FixedLimit(unloadedInFlight(one)));

  /** As an operator has it who sets nothing. */
  private static final int MAX_IN_FLIGHT = 256;

  static final String FIXED = "fixed";

  static final List<Candidate> ALL =
      List.of(
          new Candidate(
              "percentile", one -> RateController.percentile(5_000, Duration.ofSeconds(1))),
          new Candidate("adaptive", one -> RateController.adaptive(MAX_IN_FLIGHT)),
          new Candidate(FIXED, one -> new FixedLimit(one.workers())),
          new Candidate("fixed + an eighth", one -> new FixedLimit(withAnEighth(one.workers()))),
          new Candidate("unlimited", one -> new FixedLimit(Integer.MAX_VALUE)));

  static Candidate named(String name) {
    return ALL.stream().filter(each -> each.name.equals(name)).findAny().orElseThrow();
  }

  /** The same, which leaves a file for each of its controllers in a folder. */
  Candidate traced(Path folder) {
    return new Candidate(
        name,
        one -> {
          String file = name + "-" + one.workers() + "x" + one.serviceMillis() + "-";
          return new TracingRateController(
              controllers.apply(one), folder.resolve(file + System.nanoTime() + ".txt"));
        });
  }

  private static int withAnEighth(int workers) {
    return workers + Math.max(1, workers / 8);
  }

  /** So many that there are enough answers within a window. */
  private static int unloadedInFlight(Combination one) {
    return one.serviceMillis() < 20 ? 1 : one.serviceMillis() < 200 ? 3 : 32;
  }
}
