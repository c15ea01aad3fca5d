/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import dev.cyclops.event.DataCategory;
import dev.cyclops.filter.ProjectLimit;
import dev.cyclops.filter.ProjectLimiter;
import dev.cyclops.filter.ProjectLimits;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to hold a project to its limit. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProjectLimitBenchmark {
  private static final int PROJECTS = 16;

  /** Nothing is limited, all passes, nearly nothing passes, or limits are learned. */
  @Param({"none", "within", "above", "learned"})
  public String limit = "none";

  private ProjectLimiter limiter = limiter(ProjectLimit.none());
  private int next;

  private static ProjectLimiter limiter(ProjectLimit limit) {
    return new ProjectLimiter(
        new ProjectLimits(Map.of(), limit), System::nanoTime, Clock.systemUTC());
  }

  /** Meets all projects once. */
  @Setup
  public void fill() {
    limiter =
        limiter(
            switch (limit) {
              case "none" -> ProjectLimit.none();
              case "within" -> ProjectLimit.perSecond(1_000_000, 1_000_000_000);
              case "above" -> ProjectLimit.perSecond(1, 1);
              default -> ProjectLimit.learned();
            });
    for (int i = 0; i < PROJECTS; i++) {
      check();
    }
  }

  /** One event. */
  @Benchmark
  public long check() {
    return limiter.nanosAbove(1 + (next++ & (PROJECTS - 1)), DataCategory.ERROR);
  }
}
