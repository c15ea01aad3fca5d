/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Ignores a percentage of the events of some projects. Thread-safe if its random source is. */
public final class Sampler {
  private final Map<Long, Integer> percentByProject;
  private final IntUnaryOperator random;

  /**
   * A sampler.
   *
   * @param percentByProject how many events of a hundred are ignored, 0 to 100, by project id
   * @param random answers a number from 0 to its argument, that one excluded
   */
  public Sampler(Map<Long, Integer> percentByProject, IntUnaryOperator random) {
    this.percentByProject = Map.copyOf(percentByProject);
    this.random = random;
    this.percentByProject.forEach(
        (project, percent) -> {
          if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException(
                "percentage of project " + project + " is not within 0 to 100: " + percent);
          }
        });
  }

  /**
   * Draws for one event.
   *
   * @param project its project
   * @return true when it is to be ignored
   */
  public boolean ignores(long project) {
    Integer percent = percentByProject.isEmpty() ? null : percentByProject.get(project);
    return percent != null && random.applyAsInt(100) < percent;
  }
}
