/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Ignores a percentage of the events of some projects. Thread-safe if its random source is. */
public final class Sampler {
  private volatile Map<Long, Integer> percentByProject;
  private final IntUnaryOperator random;

  /**
   * A sampler.
   *
   * @param percentByProject how many events of a hundred are ignored, 0 to 100, by project id
   * @param random answers a number from 0 to its argument, that one excluded
   */
  public Sampler(Map<Long, Integer> percentByProject, IntUnaryOperator random) {
    this.percentByProject = checked(percentByProject);
    this.random = random;
  }

  /**
   * Sets other percentages, from the next event on.
   *
   * @param percentByProject in place of those in effect
   */
  public void percentages(Map<Long, Integer> percentByProject) {
    this.percentByProject = checked(percentByProject);
  }

  private static Map<Long, Integer> checked(Map<Long, Integer> percentByProject) {
    Map<Long, Integer> copy = Map.copyOf(percentByProject);
    copy.forEach(
        (project, percent) -> {
          if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException(
                "percentage of project " + project + " is not within 0 to 100: " + percent);
          }
        });
    return copy;
  }

  /**
   * Draws for one event.
   *
   * @param project its project
   * @return true when it is to be ignored
   */
  public boolean ignores(long project) {
    Map<Long, Integer> percentages = percentByProject;
    Integer percent = percentages.isEmpty() ? null : percentages.get(project);
    return percent != null && random.applyAsInt(100) < percent;
  }
}
