/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.Map;
import java.util.Objects;

/**
 * Which project may send how much: spike protection. Errors (with messages and security reports)
 * and transactions of a project have an account each; nothing else is ever limited.
 *
 * <p>A {@linkplain ProjectLimit#learned() learned} limit goes by the events an hour that passed in
 * the last seven days. For the hour at hand, {@code day(d)} is the mean of the hour at the same
 * time {@code d} days ago and of its two neighbours, in events an hour, and
 *
 * <pre>{@code
 * usual = max(the second largest of day(1) … day(7),   // one odd day changes nothing
 *             the largest of the hours in day(7),      // what comes once a week
 *             the mean of all hours known)             // the night of a busy project
 * limit = max(3600, 5 * usual)                         // events an hour
 * }</pre>
 *
 * <p>The limit is sustained as {@code limit / 3600} events a second with a burst of {@code limit /
 * 6}, which is ten minutes' worth. It is in force once {@code day(1)} is known, a bit more than a
 * day after the project's first event; until then all pass. Days not known yet are left out. Growth
 * up to fivefold at once is never cut. Only what passed is learned from: once a week is known, a
 * spike that does not end raises its own limit about twofold in its first day, and on its third day
 * it is the usual traffic. A project without an event for seven days is forgotten.
 *
 * <p>Limits are kept for the projects named and for {@value ProjectLimiter#MAX_OTHERS} others at
 * once: what others send beyond those passes, and is counted. Immutable.
 *
 * @param byProject the limits of some projects, by project id
 * @param others the limit of each project that is not among them
 */
public record ProjectLimits(Map<Long, ProjectLimit> byProject, ProjectLimit others) {
  /** No project is limited. */
  public static final ProjectLimits NONE = new ProjectLimits(Map.of(), ProjectLimit.none());

  /**
   * Checks the values.
   *
   * @param byProject the limits of some projects
   * @param others the limit of each project that is not among them
   */
  public ProjectLimits {
    byProject = Map.copyOf(byProject);
    Objects.requireNonNull(others, "others == null");
    byProject
        .keySet()
        .forEach(
            project -> {
              if (project < 1) {
                throw new IllegalArgumentException("project < 1: " + project);
              }
            });
  }

  /**
   * The limit of a project.
   *
   * @param project its id
   * @return its own, or that of the others
   */
  public ProjectLimit of(long project) {
    return byProject.getOrDefault(project, others);
  }

  /**
   * Whether any of the limits is a learned one.
   *
   * @return true when there is something to learn
   */
  public boolean learnAnything() {
    ProjectLimit learned = ProjectLimit.learned();
    return others.equals(learned) || byProject.containsValue(learned);
  }

  /** Whether any project can be limited at all. */
  boolean limitAnything() {
    ProjectLimit none = ProjectLimit.none();
    return !others.equals(none) || byProject.values().stream().anyMatch(l -> !l.equals(none));
  }
}
